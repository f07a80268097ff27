package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** In processes of their own: what is registered remains so as long as a process. */
class KnownOptionsTest {
  private static final String OURS = "BackfillOptions";
  private static final String FLINK = "FlinkPipelineOptions";
  private static final String STORE = "AwsOptions";
  private static final String DATAFLOW = "DataflowPipelineOptions";

  @Test
  void knowsNothingOfEnginesAndStoresThatNobodyNames() throws Exception {
    List<String> known = knownTo("input", "apiKey", "output", "runner", "tempLocation");

    assertThat(known, hasItems(OURS, "AmplitudeOptions", "PostHogOptions"));
    assertThat(known, not(hasItem(FLINK)));
    assertThat(known, not(hasItem(STORE)));
    assertThat(known, not(hasItem(DATAFLOW)));
  }

  @Test
  void knowsTheEngineWhoseOptionIsNamed() throws Exception {
    List<String> known = knownTo("input", "flinkMaster", "parallelism");

    assertThat(known, hasItems(OURS, FLINK));
    assertThat(known, not(hasItem(DATAFLOW)));
  }

  @Test
  void knowsAllOptionsThatAnUnknownNameMayHaveMeant() throws Exception {
    assertThat(knownTo("input", "numWorker"), hasItems(OURS, FLINK, STORE, DATAFLOW));
  }

  private static List<String> knownTo(String... names) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Print.class.getName()));
    command.addAll(List.of(names));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(), is(0));
    return printed.lines().toList();
  }

  /** Registers what the names ask for, and prints what is registered. */
  static final class Print {
    private Print() {}

    public static void main(String[] names) {
      KnownOptions.register(Set.of(names));
      PipelineOptionsFactory.getRegisteredOptions()
          .forEach(options -> System.out.println(options.getSimpleName()));
    }
  }
}

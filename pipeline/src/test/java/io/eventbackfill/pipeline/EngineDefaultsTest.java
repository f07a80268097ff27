package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineDefaultsTest {
  private static final int ENGINES_OWN =
      PipelineOptionsFactory.as(DirectOptions.class).getTargetParallelism();

  @ParameterizedTest
  @CsvSource({"-1, 0", "1, 1", "40, 40", "64, 64", "4096, 64"})
  void everyLaneHasAThreadWithinReason(int lanes, int threads) {
    assertThat(with("--lanes=" + lanes).getTargetParallelism(), is(Math.max(ENGINES_OWN, threads)));
  }

  @Test
  void withoutLanesTheirDefaultCounts() {
    assertThat(with().getTargetParallelism(), is(Math.max(ENGINES_OWN, 64)));
  }

  @Test
  void whatIsAskedForIsLeftAlone() {
    DirectOptions options =
        with("--targetParallelism=2", "--enforceImmutability=true", "--enforceEncodability=true");

    assertThat(options.getTargetParallelism(), is(2));
    assertThat(options.isEnforceImmutability(), is(true));
    assertThat(options.isEnforceEncodability(), is(true));
  }

  @Test
  void theEnginesChecksAreOff() {
    assertThat(with().isEnforceImmutability(), is(false));
    assertThat(with().isEnforceEncodability(), is(false));
  }

  @Test
  void flinkDoesNotCopyEventsBetweenStepsUnlessAskedTo() {
    FlinkPipelineOptions options = with("--runner=FlinkRunner").as(FlinkPipelineOptions.class);
    assertThat(options.getObjectReuse(), is(true));
    assertThat(options.getFasterCopy(), is(true));

    FlinkPipelineOptions asked =
        with("--runner=FlinkRunner", "--objectReuse=false", "--fasterCopy=false")
            .as(FlinkPipelineOptions.class);
    assertThat(asked.getObjectReuse(), is(false));
    assertThat(asked.getFasterCopy(), is(false));
  }

  @Test
  void flinkInThisProcessHasNetworkMemoryForAllThatRunsAtOnce() throws IOException {
    String folder = flinkConfDir("--flinkMaster=[local]", "--parallelism=4");
    assertThat(
        Files.readAllLines(Path.of(folder, "config.yaml")),
        contains("taskmanager.memory.network.min: 64 mb", "taskmanager.memory.network.max: 64 mb"));

    assertThat(flinkConfDir("--flinkMaster=host:8081"), is(nullValue()));
    assertThat(flinkConfDir("--flinkMaster=[local]", "--flinkConfDir=/mine"), is("/mine"));
  }

  private static String flinkConfDir(String... more) {
    List<String> args = new ArrayList<>(List.of("--runner=FlinkRunner"));
    args.addAll(List.of(more));
    return with(args.toArray(String[]::new)).as(FlinkPipelineOptions.class).getFlinkConfDir();
  }

  @ParameterizedTest
  @CsvSource({"1, 4096, 64", "16, 4096, 256", "32, 4096, 512", "128, 4096, 1024", "16, 128, 64"})
  void networkMemoryGrowsWithTheTasksUpToAQuarterOfTheHeap(int tasks, int heap, int network) {
    assertThat(
        FlinkNetworkMemory.of(tasks, MemorySize.ofMebiBytes(heap)),
        is(MemorySize.ofMebiBytes(network)));
  }

  @Test
  void whatFlinkCannotDoIsSaidBeforeItFails() {
    assertThat(
        problems("--runner=FlinkRunner", "--attachedMode=false"),
        contains(containsString("nobody to hold its ledger")));
    assertThat(problems("--runner=FlinkRunner"), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://"})
  void aClusterIsTriedBeforeAnythingIsRead(String scheme) throws IOException {
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    String master = scheme + "127.0.0.1:" + listening.getLocalPort();

    assertThat(problems("--runner=FlinkRunner", "--flinkMaster=" + master), is(empty()));
    listening.close();
    assertThat(
        problems("--runner=FlinkRunner", "--flinkMaster=" + master),
        contains(startsWith("--flinkMaster=" + master + " can't be reached (Connection refused)")));
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    assertThat(
        problems("--runner=FlinkRunner", "--flinkMaster=host:port"),
        contains(startsWith("--flinkMaster=host:port can't be reached")));
  }

  private static List<String> problems(String... args) {
    List<String> problems = new ArrayList<>();
    EngineDefaults.check(with(args), problems);
    return problems;
  }

  private static DirectOptions with(String... args) {
    DirectOptions options = CommandLine.parse(args, new ArrayList<>()).as(DirectOptions.class);
    EngineDefaults.apply(options, args);
    return options;
  }
}

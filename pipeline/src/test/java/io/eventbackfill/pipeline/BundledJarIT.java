package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.Command.testData;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users run: the bundled jar and the scripts, in processes of their own. */
class BundledJarIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--runner=DirectRunner", "--runner=FlinkRunner --flinkMaster=[local]"})
  void theJarDeliversByItself(String engine) throws Exception {
    try (AmplitudeEmulator amplitude = AmplitudeEmulator.start()) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "java",
                  "-jar",
                  "target/event-backfill.jar",
                  "--input=" + testData("exports/187520/*17.json.gz"),
                  "--destinationEndpoint=" + amplitude.endpoint(),
                  "--apiKey=env:AMPLITUDE_API_KEY",
                  "--output=" + folder.resolve("out"),
                  "--ledger=none"));
      command.addAll(List.of(engine.split(" ", -1)));

      Finished run = finish(command);

      assertThat(run.text(), run.exitCode(), is(0));
      assertThat(amplitude.stored(), hasSize(262 - 10));
      assertThat(run.text(), containsString("Every row read ended in exactly one place."));
    }
  }

  @Test
  void theJarDescribesAJobOfDataflowByItself() throws Exception {
    try (LoopbackCloud cloud = new LoopbackCloud()) {
      Path description = folder.resolve("job.json");
      List<String> command = new ArrayList<>(List.of("java", "-jar", "target/event-backfill.jar"));
      command.addAll(cloud.args("--ledger=none", "--templateLocation=" + description));

      Finished run = finish(command);

      assertThat(run.text(), run.exitCode(), is(0));
      assertThat(Command.json(description).path("steps").size(), is(greaterThan(50)));
    }
  }

  @Test
  void helpAndBadOptionsNeedNothingElse() throws Exception {
    assertThat(
        finish(List.of("java", "-jar", "target/event-backfill.jar", "--help")).exitCode(), is(0));

    Finished bad = finish(List.of("java", "-jar", "target/event-backfill.jar", "--lanes=x"));

    assertThat(bad.exitCode(), is(2));
    assertThat(bad.text(), containsString("--lanes can't be read"));
  }

  /** What is left out of the jar must not be named in it, or whoever looks for plug-ins fails. */
  @Test
  void everyPlugInThatTheJarNamesIsInIt() throws Exception {
    List<String> missing = new ArrayList<>();
    try (JarFile jar = new JarFile(JarRun.JAR.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith("META-INF/services/") && !entry.isDirectory()) {
          names(jar, entry).filter(name -> !holds(jar, name)).forEach(missing::add);
        }
      }
    }
    assertThat(missing, is(empty()));
  }

  private static Stream<String> names(JarFile jar, JarEntry list) throws IOException {
    return new String(jar.getInputStream(list).readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty());
  }

  private static boolean holds(JarFile jar, String type) {
    return jar.getEntry(type.replace('.', '/') + ".class") != null;
  }

  @Test
  void theScriptForThisMachineTakesFlinkAndPassesTheRestOn() throws Exception {
    String script = ROOT.resolve("run-scripts/local.sh").toString();

    Finished nothing = finish(List.of(script));
    assertThat(nothing.exitCode(), is(2));
    assertThat(nothing.text(), containsString("--input is required"));

    try (AmplitudeEmulator amplitude = AmplitudeEmulator.start()) {
      Finished run =
          finish(
              List.of(
                  script,
                  "--input=" + testData("exports/187520/*17.json.gz"),
                  "--destinationEndpoint=" + amplitude.endpoint(),
                  "--apiKey=env:AMPLITUDE_API_KEY",
                  "--output=" + folder.resolve("out"),
                  "--ledger=none"));

      assertThat(run.text(), run.exitCode(), is(0));
      assertThat(amplitude.stored(), hasSize(262 - 10));
    }
    Command done = new Command(0, "", "", folder.resolve("out"));
    assertThat(done.report().at("/settings/runner").asText(), is("FlinkRunner"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--runner=DirectRunner", "--parallelism=16"})
  void aWrongKeyIsSaidInALineWithoutAStackTrace(String engine) throws Exception {
    AmplitudeSettings othersOnly =
        AmplitudeSettings.defaults().withValidApiKeys(Map.of("0".repeat(32), 1));
    try (AmplitudeEmulator amplitude =
        AmplitudeEmulator.start(othersOnly, EmulatorClock.system())) {
      Finished run =
          finish(
              List.of(
                  ROOT.resolve("run-scripts/local.sh").toString(),
                  engine,
                  "--input=" + testData("exports/187520/*17.json.gz"),
                  "--destinationEndpoint=" + amplitude.endpoint(),
                  "--apiKey=env:AMPLITUDE_API_KEY",
                  "--output=" + folder.resolve("out"),
                  "--ledger=" + folder.resolve("ledger")));

      assertThat(run.text(), run.exitCode(), is(4));
      assertThat(run.text(), containsString("Stopped: "));
      assertThat(run.text(), containsString("does not know this API key"));
      assertThat(run.text(), not(containsString("\tat ")));
    }
  }

  @Test
  void theDemoRunsAndShowsAllThereIs() throws Exception {
    Finished demo = finish(List.of(ROOT.resolve("run-scripts/demo.sh").toString()));

    assertThat(demo.text(), demo.exitCode(), is(0));
    assertThat(
        demo.text(),
        allOf(
            containsString("rows read"),
            containsString("truncated-file"),
            containsString("daily-quota"),
            containsString("Every row read ended in exactly one place."),
            containsString("Dead letters: " + folder),
            containsString("Deferred:     " + folder),
            containsString("exit code 3")));
  }

  private record Finished(int exitCode, String text) {}

  private Finished finish(List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "process", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(JarRun.HASTY_SCRIPT);
    builder.environment().put("AMPLITUDE_API_KEY", Command.KEY);
    builder.environment().put("TMPDIR", folder.toString());
    Process process = builder.start();
    assertThat("ended in time", process.waitFor(5, TimeUnit.MINUTES), is(true));
    return new Finished(process.exitValue(), Files.readString(log));
  }
}

package io.eventbackfill.emulators.main;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.IndexMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorMainTest {

  @TempDir Path folder;

  private static CommandLine line(String... args) {
    return CommandLine.parse(List.of(args));
  }

  @Test
  void optionsReachTheEmulator() {
    CommandLine line =
        line(
            "--port=0",
            "--apiKey=some-key",
            "--project=42",
            "--epsThreshold=10",
            "--indexMode=first",
            "--faults=10%: 503",
            "--seed=7");
    assertThat(line.problems(), is(List.of()));
    assertThat(line.settings().validApiKeys(), is(Map.of("some-key", 42)));
    assertThat(line.settings().epsThreshold(), is(10L));
    assertThat(line.settings().indexMode(), is(IndexMode.FIRST));
    assertThat(line.faults().toString(), is("10%: 503"));
    assertThat(line.faults().seed(), is(7L));
  }

  @Test
  void aProjectAloneBelongsToTheDefaultKey() {
    assertThat(
        line("--project=42").settings().validApiKeys(),
        is(Map.of(AmplitudeEmulator.DEFAULT_API_KEY, 42)));
  }

  @Test
  void everyBadOptionIsListed() {
    assertThat(
        line(
                "port",
                "--port=x",
                "--port=70000",
                "--nonsense=1",
                "--indexMode=some",
                "--faults=1: x")
            .problems(),
        is(
            List.of(
                "port does not look like --name=value",
                "--port=x must be a whole number",
                "--port=70000 must be between 0 and 65535",
                "--nonsense is unknown",
                "--indexMode=some is unknown (all, first, none)",
                "--faults: Bad fault script: \"1: x\": unknown action \"x\"")));
  }

  @Test
  void helpNamesEveryOption() {
    List<String> help = CommandLine.help();
    assertThat(help, hasItem(startsWith("--port=")));
    assertThat(help, hasItem(startsWith("--portFile=")));
    assertThat(help, hasItem(startsWith("--faults=")));
    assertThat(help, hasItem("--epsThreshold=1000  events/s per device and per user"));
    assertThat(line("--help").wantsHelp(), is(true));
  }

  @Test
  void saysOnOneLineAndInTheFileWhereItListens() throws Exception {
    Path file = folder.resolve("url");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (AmplitudeEmulator emulator = EmulatorMain.start(line("--portFile=" + file), stream)) {
      String url = emulator.endpoint().toString();
      assertThat(
          out.toString(StandardCharsets.UTF_8),
          is("Amplitude emulator listening on " + url + System.lineSeparator()));
      assertThat(Files.readString(file), is(url + "\n"));
      assertThat(emulator.clock().isRunning(), is(true));
    }
  }

  @Test
  void badOptionsExitWithTwoAndHelpWithZero() throws Exception {
    assertThat(run("--nonsense=1", "--port=x"), is(2));
    assertThat(
        Files.readAllLines(folder.resolve("err")),
        is(List.of("--nonsense is unknown", "--port=x must be a whole number")));
    assertThat(Files.readString(folder.resolve("out")), is(""));
    assertThat(run("--help"), is(0));
  }

  private int run(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EmulatorMain.class.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS), is(true));
    return process.exitValue();
  }
}

package io.eventbackfill.emulators.main;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.posthog.PostHogEmulator;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(line.settings(), is(Map.of("epsThreshold", "10", "indexMode", "first")));
    assertThat(line.apiKey(), is("some-key"));
    assertThat(line.project(), is(42));
    assertThat(line.faults().toString(), is("10%: 503"));
    assertThat(line.faults().seed(), is(7L));
  }

  @Test
  void aProjectAloneBelongsToTheDefaultKey() {
    assertThat(line("--project=42").apiKey(), is(AmplitudeEmulator.DEFAULT_API_KEY));
    assertThat(line("--project=42").project(), is(42));
    assertThat(line("--vendor=posthog").apiKey(), is(PostHogEmulator.DEFAULT_TOKEN));
    assertThat(line("--vendor=posthog").project(), is(1));
  }

  @ParameterizedTest
  @CsvSource({
    "amplitude, epsThreshold, 10, validApiKeys, k:7",
    "posthog, maxMessageBytes, 10, validTokens, k:7",
  })
  void settingsOfTheVendorReachTheEmulator(
      String vendor, String name, String value, String keys, String expected) throws Exception {
    CommandLine line =
        line("--" + name + "=" + value, "--apiKey=k", "--project=7", "--vendor=" + vendor);
    assertThat(line.problems(), is(List.of()));
    try (Vendor.Running emulator = EmulatorMain.start(line, quiet())) {
      URI config = emulator.endpoint().resolve("/__admin/config");
      String body =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(config).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(body, containsString("\"" + name + "\":\"" + value + "\""));
      assertThat(body, containsString("\"" + keys + "\":\"" + expected + "\""));
      assertThat(body, containsString("\"keepBodies\":\"false\""));
    }
  }

  @Test
  void aVendorHasItsOwnSettingsAndFaults() {
    assertThat(
        line("--epsThreshold=1", "--vendor=posthog").problems(),
        is(List.of("--epsThreshold is unknown")));
    assertThat(
        line("--vendor=other").problems(),
        is(List.of("--vendor=other is unknown (amplitude, posthog)")));
    CommandLine line = line("--vendor=posthog", "--faults=1: wrong-count 1");
    assertThrows(IllegalArgumentException.class, () -> EmulatorMain.start(line, quiet()));
  }

  private static PrintStream quiet() {
    return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
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
    assertThat(help, hasItem(startsWith("--vendor=amplitude")));
    assertThat(help, hasItem(startsWith("--maxMessageBytes=1000000")));
    assertThat(line("--help").wantsHelp(), is(true));
  }

  @Test
  void saysOnOneLineAndInTheFileWhereItListens() throws Exception {
    Path file = folder.resolve("url");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (Vendor.Running emulator = EmulatorMain.start(line("--portFile=" + file), stream)) {
      String url = emulator.endpoint().toString();
      assertThat(
          out.toString(StandardCharsets.UTF_8),
          is("Amplitude emulator listening on " + url + System.lineSeparator()));
      assertThat(Files.readString(file), is(url + "\n"));
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

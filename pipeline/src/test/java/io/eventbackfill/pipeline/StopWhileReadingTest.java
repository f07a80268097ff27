package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before the first request there is nothing to settle, and nobody wants to wait for that. */
class StopWhileReadingTest {
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir Path folder;

  @AfterEach
  void end() {
    StopRequest.startAfresh();
    amplitude.close();
  }

  /** Asks to stop as soon as the run says where it is sending to. */
  private PrintStream asking() {
    return new PrintStream(said, true, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        super.println(line);
        if (line.startsWith("Sending to")) {
          StopRequest.ofThisProcess().raise();
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void nothingIsSentAndTheRunEndsAtOnce(Engine engine) {
    Path input = ExportRows.write(folder.resolve("input.json"), 5, 10, "user-1");
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input=" + input,
                "--destinationEndpoint=" + amplitude.endpoint(),
                "--apiKey=" + Command.KEY,
                "--output=" + folder.resolve("out"),
                "--ledger=none"));
    args.addAll(engine.args());

    int code = BackfillMain.run(args.toArray(String[]::new), out, asking());

    String words = said.toString(StandardCharsets.UTF_8);
    assertThat(words, code, is(ExitCode.STOPPED_ON_REQUEST.number()));
    assertThat(words, containsString("asked to stop while reading; nothing was sent"));
    assertThat(amplitude.requests(), is(empty()));
  }
}

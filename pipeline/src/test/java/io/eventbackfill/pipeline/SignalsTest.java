package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.StopRequest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private static final String STOPPING =
      "Stopping: what is in flight is settled, the rest is deferred. Send the signal again to"
          + " abandon it.";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>();
  private final Signals signals =
      new Signals(new PrintStream(err, true, StandardCharsets.UTF_8), ends::add);

  @AfterEach
  void forget() {
    StopRequest.startAfresh();
  }

  @Test
  void theFirstSignalAsksTheRunToStop() {
    signals.received(15);

    assertThat(StopRequest.ofThisProcess().isRaised(), is(true));
    assertThat(err.toString(StandardCharsets.UTF_8), containsString(STOPPING));
    assertThat(ends, is(empty()));
  }

  @Test
  void theSecondOneEndsTheProcessWhicheverItIs() {
    signals.received(15);
    String said = err.toString(StandardCharsets.UTF_8);

    signals.received(2);

    assertThat(ends, contains(130));
    assertThat(err.toString(StandardCharsets.UTF_8), equalTo(said));
  }

  @Test
  void aRealSignalEndsTheRunWithItsOwnExitCode() throws Exception {
    Process process = start();
    try (BufferedReader text = process.inputReader()) {
      assertThat(text.readLine(), equalTo(SignalledProcess.READY));
      terminate(process);
      assertThat(text.readLine(), equalTo(STOPPING));
      assertThat(exitCode(process), is(6));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSecondRealSignalNeedsNobodysConsent() throws Exception {
    Process process = start(SignalledProcess.STUBBORN);
    try (BufferedReader text = process.inputReader()) {
      assertThat(text.readLine(), equalTo(SignalledProcess.READY));
      terminate(process);
      assertThat(text.readLine(), equalTo(STOPPING));
      terminate(process);
      assertThat(exitCode(process), is(143));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SignalledProcess.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Not {@code destroy} of the process itself, which would close what it says, too. */
  private static void terminate(Process process) {
    assertThat("SIGTERM was sent", process.toHandle().destroy(), is(true));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat("ended in time", process.waitFor(1, TimeUnit.MINUTES), is(true));
    return process.exitValue();
  }
}

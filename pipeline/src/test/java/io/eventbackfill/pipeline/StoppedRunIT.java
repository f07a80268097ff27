package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real SIGTERM to a real process: what is left is the input of the next run, and whole. */
class StoppedRunIT {
  private static final int DEVICES = 30;
  private static final int EVENTS_OF_EACH = 100;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  /** Ten minutes for all of them. */
  private static final String SLOW = "--maxEventsPerSecond=5";

  /** Seconds, but a busy machine is to have its time; what is waited for here is far longer. */
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private final List<Process> started = new ArrayList<>();
  private Path input;

  @BeforeEach
  void input() {
    input = ExportRows.write(folder.resolve("input.json"), DEVICES, EVENTS_OF_EACH, "user-1");
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
    amplitude.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSignalledRunEndsSoonAndTheNextOneCompletesIt(Engine engine) throws Exception {
    Path output = folder.resolve("first");
    Process run = start(jar(engine, input.toString(), output, SLOW));
    await(run, () -> !amplitude.stored().isEmpty());

    Command stopped = new Command(terminate(run), "", said(run), output);

    assertThat(stopped.err(), stopped.exitCode(), is(6));
    assertThat(stopped.err(), containsString("Stopping: what is in flight is settled"));
    int accepted = amplitude.stored().size();
    assertThat(accepted, is(lessThan(EVENTS)));
    assertStopped(stopped, accepted);
    assertThat(amplitude.statistics().orderInversions(), is(0L));

    Path rest = folder.resolve("second");
    String deferred = stopped.files(".jsonl").get(0).getParent() + "/*";
    Process next = start(jar(engine, deferred, rest));
    int code = ended(next);
    assertThat(said(next), code, is(0));

    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(amplitude.statistics().eventsReceived(), is((long) EVENTS));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
    for (int device = 0; device < DEVICES; device++) {
      assertThat(
          amplitude.statistics().arrivalOrder(ExportRows.device(device)),
          equalTo(ExportRows.identities(device, 0, EVENTS_OF_EACH)));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRunThatWaitsForAVendorWhoIsDownEndsSoonToo(Engine engine) throws Exception {
    amplitude.faults(FaultScript.parse("*: 503 + retry-after 1h"));
    Path output = folder.resolve("out");
    Process run = start(jar(engine, input.toString(), output));
    await(run, () -> !amplitude.requests().isEmpty());

    Command stopped = new Command(terminate(run), "", said(run), output);

    assertThat(stopped.err(), stopped.exitCode(), is(6));
    assertStopped(stopped, 0);
    assertThat(stopped.report().at("/requests/503").asInt(), is(greaterThan(0)));
  }

  @Test
  void theDemoPassesASignalOn() throws Exception {
    String script = Path.of("..", "run-scripts", "demo.sh").toAbsolutePath().toString();
    Process demo = start(List.of(script, "--maxEventsPerSecond=1"));
    await(demo, () -> said(demo).contains("held back by the rate"));

    int code = terminate(demo);
    assertThat(said(demo), code, is(6));
    assertThat(said(demo), containsString("Every row read ended in exactly one place."));
    assertThat(said(demo), not(containsString("exit code 3")));
  }

  private static void assertStopped(Command run, int accepted) {
    JsonNode rows = run.report().path("rows");
    assertThat(rows.path("adds_up").asBoolean(), is(true));
    assertThat(rows.path("read").asInt(), is(EVENTS));
    assertThat(rows.path("accepted").asInt(), is(accepted));
    assertThat(rows.path("deferred").asInt(), is(EVENTS - accepted));
    assertThat(run.report().at("/reasons/stopped").asInt(), is(EVENTS - accepted));
    List<String> reasons =
        run.aside("deferred").stream().map(record -> record.path("reason").asText()).toList();
    assertThat(reasons, hasSize(EVENTS - accepted));
    assertThat(reasons, everyItem(equalTo("stopped")));
  }

  private List<String> jar(Engine engine, String from, Path output, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "java",
                "-jar",
                "target/event-backfill.jar",
                "--input=" + from,
                "--endpoint=" + amplitude.endpoint(),
                "--apiKey=env:AMPLITUDE_API_KEY",
                "--output=" + output));
    command.addAll(engine.args());
    command.addAll(List.of(more));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(started.size()).toFile());
    builder.environment().put("AMPLITUDE_API_KEY", Command.KEY);
    builder.environment().put("TMPDIR", folder.toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static void await(Process run, BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      assertThat("ended too soon", run.waitFor(20, TimeUnit.MILLISECONDS), is(false));
    }
  }

  private int terminate(Process process) throws InterruptedException {
    assertThat("SIGTERM was sent", process.toHandle().destroy(), is(true));
    boolean ended = process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(said(process), ended, is(true));
    return process.exitValue();
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat("ended in time", process.waitFor(5, TimeUnit.MINUTES), is(true));
    return process.exitValue();
  }

  private String said(Process process) {
    return Command.text(log(started.indexOf(process)));
  }

  private Path log(int number) {
    return folder.resolve("process-" + number + ".log");
  }
}

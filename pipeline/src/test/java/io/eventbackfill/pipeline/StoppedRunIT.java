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
import java.util.ArrayList;
import java.util.List;
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

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private final List<JarRun> started = new ArrayList<>();
  private Path input;

  @BeforeEach
  void input() {
    input = ExportRows.write(folder.resolve("input.json"), DEVICES, EVENTS_OF_EACH, "user-1");
  }

  @AfterEach
  void end() {
    started.forEach(JarRun::close);
    amplitude.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSignalledRunEndsSoonAndTheNextOneCompletesIt(Engine engine) throws Exception {
    Path output = folder.resolve("first");
    JarRun run = start(jar(engine, input.toString(), output, SLOW));
    run.await(() -> !amplitude.stored().isEmpty());

    Command stopped = new Command(run.terminate(), "", run.said(), output);

    assertThat(stopped.err(), stopped.exitCode(), is(6));
    assertThat(stopped.err(), containsString("Stopping: what is in flight is settled"));
    int accepted = amplitude.stored().size();
    assertThat(accepted, is(lessThan(EVENTS)));
    assertStopped(stopped, accepted);
    assertThat(amplitude.statistics().orderInversions(), is(0L));

    Path rest = folder.resolve("second");
    String deferred = stopped.files(".jsonl").get(0).getParent() + "/*";
    JarRun next = start(jar(engine, deferred, rest));
    int code = next.ended();
    assertThat(next.said(), code, is(0));

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
    JarRun run = start(jar(engine, input.toString(), output));
    run.await(() -> !amplitude.requests().isEmpty());

    Command stopped = new Command(run.terminate(), "", run.said(), output);

    assertThat(stopped.err(), stopped.exitCode(), is(6));
    assertStopped(stopped, 0);
    assertThat(stopped.report().at("/requests/503").asInt(), is(greaterThan(0)));
  }

  @Test
  void theDemoPassesASignalOn() throws Exception {
    String script = Path.of("..", "run-scripts", "demo.sh").toAbsolutePath().toString();
    JarRun demo = start(List.of(script, "--maxEventsPerSecond=1"));
    demo.await(() -> demo.said().contains("our limit: the project's rate"));

    int code = demo.terminate();
    assertThat(demo.said(), code, is(6));
    assertThat(demo.said(), containsString("Every row read ended in exactly one place."));
    assertThat(demo.said(), not(containsString("exit code 3")));
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
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input=" + from,
                "--destinationEndpoint=" + amplitude.endpoint(),
                "--apiKey=env:AMPLITUDE_API_KEY",
                "--output=" + output,
                "--ledger=none"));
    args.addAll(engine.args());
    args.addAll(List.of(more));
    return JarRun.command(folder, List.of(), args);
  }

  private JarRun start(List<String> command) throws IOException {
    JarRun run = JarRun.start(folder.resolve("process-" + started.size() + ".log"), command);
    started.add(run);
    return run;
  }
}

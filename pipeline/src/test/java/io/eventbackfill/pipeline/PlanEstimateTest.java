package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a plan says that sending takes, and how long a run then sends, in real time: from the
 * first event that the vendor stored to the last one. Rates are low, so that they decide and not
 * the machine.
 */
class PlanEstimateTest {
  private static final double TOLERATED = 0.1;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());

  /** What is done for the first time is slow, which would be laid to the first of the tests. */
  @BeforeAll
  static void warmUp(@TempDir Path warm) {
    Path input = ExportRows.write(warm.resolve("a.json"), 50, 2, "user-1");
    try (AmplitudeEmulator other =
        AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system())) {
      Command run = Command.send(other, warm.resolve("out"), input.toString());
      assertThat(run.err(), run.exitCode(), is(0));
    }
  }

  @AfterEach
  void stop() {
    amplitude.close();
  }

  @Test
  void anInputBoundByTheProjectsEventsTakesAsLongAsPlanned() {
    Path input = ExportRows.write(folder.resolve("a.json"), 50, 60, "user-1");

    double planned =
        assertTakesAsPlanned(
            input,
            "project-events",
            Duration.ofMillis(10),
            "--maxEventsPerSecond=250",
            "--maxEventsPerRequest=20");

    assertThat(planned, is(closeTo(12, 0.5)));
  }

  @Test
  void anInputBoundByTheProjectsRequestsTakesAsLongAsPlanned() {
    Path input = ExportRows.write(folder.resolve("a.json"), 50, 20, "user-1");

    double planned =
        assertTakesAsPlanned(
            input,
            "project-requests",
            Duration.ofMillis(10),
            "--maxRequestsPerSecond=10",
            "--maxEventsPerRequest=8");

    assertThat(planned, is(greaterThan(12.0)));
  }

  /** A device has a window of 30 s at once, so two of them are the least. */
  @Test
  void anInputBoundByOneHotDeviceTakesAsLongAsPlanned() {
    Path input = ExportRows.write(folder.resolve("a.json"), 1, 400, "user-1");

    double planned =
        assertTakesAsPlanned(
            input,
            "lanes",
            Duration.ofMillis(10),
            "--maxEventsPerSecondPerDevice=10",
            "--maxEventsPerRequest=50");

    assertThat(planned, is(greaterThan(30.0)));
  }

  /** A single lane has one request in flight, so slow answers add up. */
  @Test
  void anInputBoundBySlowAnswersTakesAsLongAsPlanned() {
    Path input = ExportRows.write(folder.resolve("a.json"), 50, 20, "user-1");
    amplitude.faults(FaultScript.parse("*: delay 1200ms"));

    double planned =
        assertTakesAsPlanned(
            input, "lanes", Duration.ofMillis(1205), "--lanes=1", "--maxEventsPerRequest=100");

    assertThat(planned, is(closeTo(12, 0.5)));
  }

  /** Flink deals lanes out by their number, so that a slot may have more of them than another. */
  @Test
  void lanesInARowOnFlinkTakeAsLongAsPlanned() {
    Path input = ExportRows.write(folder.resolve("a.json"), 50, 20, "user-1");
    amplitude.faults(FaultScript.parse("*: delay 1s"));

    List<String> options = new ArrayList<>(Engine.FLINK.args());
    options.addAll(List.of("--lanes=5", "--maxEventsPerRequest=50"));
    double planned =
        assertTakesAsPlanned(
            input, "lanes", Duration.ofMillis(1005), options.toArray(String[]::new));

    assertThat(planned, is(greaterThan(7.0)));
  }

  private double assertTakesAsPlanned(
      Path input, String bound, Duration requestTime, String... options) {
    List<String> args = new ArrayList<>(List.of("plan", "--input=" + input));
    args.add("--output=" + folder.resolve("planned"));
    args.add("--requestTime=" + requestTime.toMillis() + "ms");
    args.addAll(List.of(options));
    Command planned = Command.run(folder.resolve("planned"), args);
    assertThat(planned.err(), planned.exitCode(), is(0));
    JsonNode estimate =
        Command.json(folder.resolve("planned/plan.json")).at("/duration/configured");
    assertThat(estimate.toString(), estimate.path("bound_by").asText(), is(bound));
    double seconds = estimate.path("seconds").asDouble();

    Command run = Command.send(amplitude, folder.resolve("out"), input.toString(), options);

    JsonNode uploaded = run.report().path("server_upload_time");
    Duration took =
        Duration.between(
            Instant.parse(uploaded.path("first").asText()),
            Instant.parse(uploaded.path("last").asText()));
    // What is stored last is answered a request's time later.
    double sending = took.plus(requestTime).toMillis() / 1e3;
    assertThat(sending, is(closeTo(seconds, seconds * TOLERATED)));
    return seconds;
  }
}

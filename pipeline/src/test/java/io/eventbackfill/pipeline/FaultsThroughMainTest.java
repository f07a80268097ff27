package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import io.eventbackfill.steps.PerWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What goes wrong at a vendor, through the whole command and over sockets, on both engines. Real
 * time, unless the vendor's contract has pauses that nobody wants to sit out.
 */
class FaultsThroughMainTest {
  private static final int DEVICES = 10;
  private static final int EVENTS_OF_EACH = 30;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;
  private static final String USER = "user-1";

  /** Static, as a worker finds only what is in its process. */
  private static volatile EmulatorClock clock = EmulatorClock.system();

  @TempDir Path folder;
  private AmplitudeEmulator amplitude;
  private Path input;

  @BeforeEach
  void start() {
    clock = EmulatorClock.system();
    amplitude = AmplitudeEmulator.start(AmplitudeSettings.defaults(), clock);
    input = ExportRows.write(folder.resolve("input.json"), DEVICES, EVENTS_OF_EACH, USER);
  }

  @AfterEach
  void stop() {
    amplitude.close();
  }

  @ParameterizedTest
  @CsvSource({
    "DIRECT, 2: store-then-drop; 5: store-then-drop, connection-lost",
    "FLINK,  2: store-then-drop; 5: store-then-drop, connection-lost",
    "DIRECT, 1: store-then-500; 4: store-then-500,   500",
    "FLINK,  1: store-then-500; 4: store-then-500,   500",
    "DIRECT, *: 413 over 60000 bytes,                413",
    "FLINK,  *: 413 over 60000 bytes,                413",
    "DIRECT, *: 503 for 2s,                          503",
    "FLINK,  *: 503 for 2s,                          503",
  })
  void aFaultThatPassesCostsNothing(Engine engine, String faults, String answer) {
    amplitude.faults(FaultScript.parse(faults));

    Command run = send(engine, SystemWaiting::create, "--lanes=2", "--maxEventsPerRequest=150");

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat("it struck", run.report().path("requests").path(answer).asInt(), is(greaterThan(0)));
    assertAddsUp(run, EVENTS, 0, 0);
    assertEachOnceAndInOrder(EVENTS);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSilencedDeviceCostsItself(Engine engine) {
    String silenced = ExportRows.device(3);
    amplitude.configure(amplitude.settings().withSilencedDevices(Set.of(silenced)));

    Command run = send(engine, SystemWaiting::create, "--lanes=2");

    assertThat(run.err(), run.exitCode(), is(3));
    assertAddsUp(run, EVENTS - EVENTS_OF_EACH, EVENTS_OF_EACH, 0);
    assertEachOnceAndInOrder(EVENTS - EVENTS_OF_EACH);
    assertThat(reasons(run, "dead-letters"), everyItem(equalTo("silenced")));
    assertThat(amplitude.statistics().arrivalOrder(), not(hasKey(silenced)));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anUnspecificThrottleIsSatOut(Engine engine) {
    stopTheClock(AmplitudeSettings.defaults());
    amplitude.faults(FaultScript.parse("1: 429-without-lists + retry-after 90s"));

    Command run = send(engine, FaultsThroughMainTest::virtual, "--lanes=2");

    assertThat(run.err(), run.exitCode(), is(0));
    assertAddsUp(run, EVENTS, 0, 0);
    assertEachOnceAndInOrder(EVENTS);
    assertThat(run.report().at("/requests/429").asInt(), is(1));
    assertThat(passed(), is(greaterThanOrEqualTo(Duration.ofSeconds(90))));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aUserWithManyDevicesIsPacedBeforeTheVendorComplains(Engine engine) {
    stopTheClock(AmplitudeSettings.defaults().withEpsThreshold(5));

    Command run = send(engine, FaultsThroughMainTest::virtual, "--maxEventsPerSecondPerDevice=5");

    assertThat(run.err(), run.exitCode(), is(0));
    assertAddsUp(run, EVENTS, 0, 0);
    assertEachOnceAndInOrder(EVENTS);
    EmulatorStatistics seen = amplitude.statistics();
    assertThat(seen.requestsByStatus().keySet(), equalTo(Set.of(200)));
    assertThat(seen.mostPerUserInThirtySeconds().count(), is(lessThanOrEqualTo(150L)));
    assertThat(passed(), is(greaterThanOrEqualTo(Duration.ofSeconds(30))));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatIsOverTheDailyQuotaIsDeferredUnsentAndTheNextRunsInput(Engine engine) {
    ExportRows.write(input, 1, 150, USER);
    amplitude.configure(amplitude.settings().withDailyQuota(100));

    Command run;
    List<String> saidBeforeSending;
    try (LogTap log = LogTap.whileTrue(() -> amplitude.requests().isEmpty())) {
      run =
          send(engine, SystemWaiting::create, "--maxEventsPerDay=100", "--maxEventsPerRequest=40");
      saidBeforeSending = log.lines();
    }

    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(
        saidBeforeSending,
        hasItem(
            allOf(containsString("device device-000 has 150 events"), containsString("deferred"))));
    assertAddsUp(run, 100, 0, 50);
    assertThat(reasons(run, "deferred"), everyItem(equalTo("daily-quota")));
    assertThat(amplitude.statistics().requestsByStatus().keySet(), equalTo(Set.of(200)));
    assertThat(amplitude.stored(), hasSize(100));

    amplitude.configure(AmplitudeSettings.defaults());
    String deferred = run.files(".jsonl").get(0).getParent() + "/*";
    Command next =
        Command.send(amplitude, folder.resolve("next"), deferred, args(engine, "--lanes=2"));

    assertThat(next.err(), next.exitCode(), is(0));
    assertAddsUp(next, 50, 0, 0);
    assertEachOnceAndInOrder(150);
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));
    assertThat(
        amplitude.statistics().arrivalOrder(ExportRows.device(0)),
        equalTo(ExportRows.identities(0, 0, 150)));
  }

  private Command send(Engine engine, PerWorker<Waiting> waiting, String... more) {
    Path output = folder.resolve("out");
    return Command.send(amplitude, output, input.toString(), waiting, args(engine, more));
  }

  private static String[] args(Engine engine, String... more) {
    List<String> args = new ArrayList<>(engine.args());
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static Waiting virtual() {
    return new Waiting(clock, clock::advance, new Random(1));
  }

  /** From here on time passes only where a lane waits. */
  private void stopTheClock(AmplitudeSettings settings) {
    amplitude.close();
    clock = EmulatorClock.frozenAt(AmplitudeEmulator.START);
    amplitude = AmplitudeEmulator.start(settings, clock);
  }

  private static Duration passed() {
    return Duration.between(AmplitudeEmulator.START, clock.instant());
  }

  private static void assertAddsUp(Command run, int accepted, int rejected, int deferred) {
    JsonNode rows = run.report().path("rows");
    assertThat(rows.path("adds_up").asBoolean(), is(true));
    assertThat(rows.path("read").asInt(), is(accepted + rejected + deferred));
    assertThat(rows.path("accepted").asInt(), is(accepted));
    assertThat(rows.path("rejected").asInt(), is(rejected));
    assertThat(rows.path("deferred").asInt(), is(deferred));
    assertThat(run.report().path("exit_code").asInt(), is(run.exitCode()));
  }

  private void assertEachOnceAndInOrder(int events) {
    assertThat(amplitude.stored(), hasSize(events));
    assertThat(amplitude.statistics().duplicatesStored(), is(0L));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  private static List<String> reasons(Command run, String aside) {
    return run.aside(aside).stream().map(record -> record.path("reason").asText()).toList();
  }
}

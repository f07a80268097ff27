package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the destination does, the command delivers every event of an export: from files, through
 * an engine, over a socket. Waits take no time; what the emulator is told to delay does.
 */
class EngineMatrixTest {
  private static final Workload ORDINARY = Workload.of(Shape.UNIFORM, 2000);
  private static final List<String> SENDING = List.of("--lanes=8", "--maxEventsPerRequest=100");
  private static final List<String> FLINK =
      List.of("--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=2");

  @TempDir Path folder;

  /** Poison aside: the mapping would refuse it. */
  static Stream<FaultRow> rows() {
    return FaultRow.matrix().stream().filter(row -> row.workload(ORDINARY).poisoned() == 0);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void onTheDirectRunner(FaultRow row) throws IOException {
    check(row, List.of());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void onFlink(FaultRow row) throws IOException {
    check(row, FLINK);
  }

  private void check(FaultRow row, List<String> engine) throws IOException {
    Workload workload = row.workload(ORDINARY);
    boolean late = row.name().equals(FaultRow.LATE);
    List<String> more =
        Stream.of(SENDING, engine, late ? List.of("--requestTimeout=1s") : List.<String>of())
            .flatMap(List::stream)
            .toList();
    ExportFiles.write(workload, folder.resolve("in"), 500);
    try (AmplitudeEmulator amplitude = emulator(row.settings(workload))) {
      amplitude.faults(row.script());
      EngineRun run =
          EngineRun.of(
              amplitude,
              folder.resolve("in") + "/**",
              folder.resolve("out"),
              row.limits(workload),
              more);

      Set<String> aside = run.aside();
      Audit audit =
          Audit.of(amplitude, workload.events(), event -> !aside.contains(event.identity()));
      assertThat(run.err(), run.exitCode(), is(aside.isEmpty() ? 0 : 3));
      assertThat(run.report().at("/rows/adds_up").asBoolean(), is(true));
      assertThat(row.faults(workload, run.ended(), audit), is(empty()));
      if (!late) {
        assertThat(audit.load().underWay().count(), is(1L));
      }
      if (run.ended().containsKey(Reason.DAILY_QUOTA)) {
        theNextDayTakesWhatWasDeferred(run, workload, amplitude, more);
      }
    }
  }

  private void theNextDayTakesWhatWasDeferred(
      EngineRun run, Workload workload, AmplitudeEmulator amplitude, List<String> more)
      throws IOException {
    assertThat(run.aside(), is(not(empty())));
    amplitude.clock().advance(Duration.ofHours(25));
    amplitude.faults(FaultScript.none());
    amplitude.configure(AmplitudeSettings.defaults().withKeepBodies(false));
    EngineRun next =
        EngineRun.of(amplitude, run.deferred(), folder.resolve("next"), FaultRow.LIMITS, more);

    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(next.report().at("/rows/read").asInt(), is(run.aside().size()));
    assertThat(amplitude.stored(), hasSize(workload.size()));
    assertThat(Audit.of(amplitude, workload.events(), event -> true).faults(), is(empty()));
  }

  private static AmplitudeEmulator emulator(AmplitudeSettings settings) {
    return AmplitudeEmulator.start(
        settings.withKeepBodies(false), EmulatorClock.frozenAt(AmplitudeEmulator.START));
  }
}

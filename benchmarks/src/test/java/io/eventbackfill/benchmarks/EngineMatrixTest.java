package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.emulators.EmulatorClock;
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

  /**
   * What an engine does to a request that fails, the first vendor shows; of others it is enough to
   * see that they are met the same way. The matrix in virtual time leaves nothing out.
   */
  private static final Set<String> OF_EACH_VENDOR =
      Set.of("no fault", "10% stored, then cut", "10% 429, Retry-After 90");

  private static final Set<String> OWN =
      Set.of("quota, in silence", "a kind of events left out, stored");

  /** Poison aside: the mapping would refuse it. */
  static Stream<FaultRow> rows() {
    return FaultMatrix.rows().stream()
        .filter(row -> row.workload(ORDINARY).poisoned() == 0 && !row.isStopping())
        .filter(row -> isOfFirst(row) || isOfNext(row) || OWN.contains(row.name()));
  }

  static Stream<FaultRow> rowsForFlink() {
    return rows().filter(row -> isOfFirst(row) || isOfNext(row));
  }

  private static boolean isOfFirst(FaultRow row) {
    return row.usual().equals(AmplitudeVendor.DOCUMENTED);
  }

  private static boolean isOfNext(FaultRow row) {
    return row.usual().equals(PostHogVendor.V0) && OF_EACH_VENDOR.contains(row.name());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void onTheDirectRunner(FaultRow row) throws IOException {
    check(row, List.of());
  }

  @ParameterizedTest
  @MethodSource("rowsForFlink")
  void onFlink(FaultRow row) throws IOException {
    check(row, FLINK);
  }

  private void check(FaultRow row, List<String> engine) throws IOException {
    Workload workload = row.workload(ORDINARY);
    boolean late = row.name().equals(CommonFaults.LATE);
    List<String> more =
        Stream.of(SENDING, engine, late ? List.of("--requestTimeout=1s") : List.<String>of())
            .flatMap(List::stream)
            .toList();
    ExportFiles.write(workload, folder.resolve("in"), 500);
    EmulatedVendor vendor = row.vendor(workload);
    try (StandIn standIn = vendor.listening(EmulatorClock.frozenAt(EmulatedVendor.START))) {
      standIn.misbehave(row.script());
      EngineRun run =
          EngineRun.of(
              vendor,
              standIn,
              folder.resolve("in") + "/**",
              folder.resolve("out"),
              row.limits(workload),
              more);

      Set<String> aside = run.aside();
      Audit audit =
          Audit.of(standIn, workload.events(), event -> !aside.contains(event.identity()));
      assertThat(run.err(), run.exitCode(), is(aside.isEmpty() ? 0 : 3));
      assertThat(run.report().at("/rows/adds_up").asBoolean(), is(true));
      assertThat(row.faults(workload, run.ended(), audit), is(empty()));
      if (!late) {
        assertThat(audit.load().underWay().count(), is(1L));
      }
      if (run.ended().containsKey(Reason.DAILY_QUOTA)) {
        theNextDayTakesWhatWasDeferred(row, run, workload, standIn, more);
      }
    }
  }

  private void theNextDayTakesWhatWasDeferred(
      FaultRow row, EngineRun run, Workload workload, StandIn standIn, List<String> more)
      throws IOException {
    assertThat(run.aside(), is(not(empty())));
    standIn.clock().advance(Duration.ofHours(25));
    standIn.asDocumented();
    EmulatedVendor usual = row.usual();
    EngineRun next =
        EngineRun.of(usual, standIn, run.deferred(), folder.resolve("next"), usual.limits(), more);

    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(next.report().at("/rows/read").asInt(), is(run.aside().size()));
    assertThat(standIn.seen().stored(), hasSize(workload.size()));
    assertThat(Audit.of(standIn, workload.events(), event -> true).faults(), is(empty()));
  }
}

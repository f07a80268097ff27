package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.benchmarks.SimulatedRun.World;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the destination does, every event ends where it belongs, once and in order. */
class FaultMatrixTest {
  private static final int LANES = 4;
  private static final int PER_REQUEST = 100;
  private static final Workload ORDINARY = Workload.of(Shape.UNIFORM, 3000);

  static List<FaultRow> rows() {
    return FaultMatrix.rows();
  }

  private static SimulatedRun run(FaultRow row) throws Exception {
    return run(row, row.limits(row.workload(ORDINARY)));
  }

  private static SimulatedRun run(FaultRow row, PacingLimits limits) throws Exception {
    Workload workload = row.workload(ORDINARY);
    EmulatedVendor vendor = row.vendor(workload);
    World world = World.of(vendor).misbehaving(row.script());
    return SimulatedRun.of(workload, LANES, world, new LaneSender(vendor, PER_REQUEST, limits));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyEventEndsWhereItBelongs(FaultRow row) throws Exception {
    Workload workload = row.workload(ORDINARY);
    SimulatedRun result = run(row);

    assertThat(row.faults(workload, result), is(empty()));
    assertThat(result.audit().load().underWay().count(), is(1L));
  }

  static Stream<FaultRow> faultyRows() {
    return rows().stream()
        .filter(row -> !row.isUnthrottled() && !row.isSilent() && !row.isStopping());
  }

  /** A row that changes nothing tests nothing. */
  @ParameterizedTest
  @MethodSource("faultyRows")
  void everyFaultIsFelt(FaultRow row) throws Exception {
    Workload workload = row.workload(ORDINARY);
    SimulatedRun result = run(row);
    SimulatedRun faultless =
        SimulatedRun.of(
            workload.withPoison(n -> false),
            LANES,
            World.of(row.usual()),
            new LaneSender(row.usual(), PER_REQUEST, row.limits(workload)));

    boolean more = result.audit().load().requests() > faultless.audit().load().requests();
    boolean longer = result.took().compareTo(faultless.took()) > 0;
    assertThat(more || longer, is(true));
  }

  static Stream<FaultRow> configuredRows() {
    return rows().stream().filter(row -> row.isUnthrottled() && !row.name().equals("no fault"));
  }

  /** A limit that is enforced against nobody is none. */
  @ParameterizedTest
  @MethodSource("configuredRows")
  void whoKeepsToHigherLimitsIsThrottled(FaultRow row) throws Exception {
    assertThat(run(row, row.usual().limits()).audit().load().throttled(), is(greaterThan(0L)));
  }

  @Test
  void whatIsAboveTheLimitsIsSeen() throws Exception {
    Seen.Load load = run(rows().get(0)).audit().load();

    assertThat(load.above(new PacingLimits(1000, 100, 0.03, 1)), hasSize(2));
  }

  @Test
  void theSameRunTwiceIsTheSame() throws Exception {
    FaultRow row = rows().get(1);

    assertThat(run(row), is(equalTo(run(row))));
  }

  @Test
  void rowsHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();
    rows().forEach(row -> assertThat(row.name(), names.add(row.toString())));
    assertThat(names.size(), is(greaterThan(20)));
  }

  @Test
  void aWrongResultIsSeen() throws Exception {
    FaultRow silenced =
        rows().stream().filter(row -> row.name().contains("silenced")).findFirst().orElseThrow();
    SimulatedRun result = run(silenced);

    assertThat(result.ended().get(Reason.SILENCED), is(greaterThan(0L)));
    assertThat(
        Expected.allDelivered().faults(result.ended(), ORDINARY.size()).isEmpty(), is(false));
  }
}

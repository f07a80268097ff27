package io.eventbackfill.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;

import io.eventbackfill.benchmarks.SimulatedRun.World;
import io.eventbackfill.pacing.PacingLimits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
  private static final EmulatedVendor AMPLITUDE = AmplitudeVendor.DOCUMENTED;
  private static final PacingLimits LIMITS = new PacingLimits(100, 20, 50, 500_000);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

  @Test
  void aScheduleIsHeldAgainstItsBound() throws Exception {
    boolean met =
        ScheduleBenchmark.run(print, 4000, 4, LIMITS, () -> new LaneSender(AMPLITUDE, 100, LIMITS));

    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said, met, is(true));
    assertThat(said, containsString("uniform   20 ms         4,000  project       40.0 s"));
    assertThat(said, containsString("hot       500 ms"));
    assertThat(said, endsWith("no 429): met" + System.lineSeparator()));
  }

  /** With a batch or two for each lane, it shows who goes first. */
  @Test
  void aBusyDeviceIsNotLeftToTheEnd() throws Exception {
    PacingLimits limits = AMPLITUDE.limits();
    Workload workload = Workload.of(Shape.HOT, 60_000).withBytes(300);
    World world = World.of(ScheduleBenchmark.enforcing(limits));
    SimulatedRun run =
        SimulatedRun.of(workload, 64, world, new LaneSender(AMPLITUDE, 1000, limits));

    Duration bound = ScheduleBound.of(workload, limits, 1000).total();
    assertThat(run.took().toMillis(), is(lessThan(bound.toMillis() * 11 / 10)));
    assertThat(run.audit().load().throttled(), is(0L));
  }

  @Test
  void whoSendsTooFastMissesTheTargets() throws Exception {
    PacingLimits above = new PacingLimits(1000, 100, 500, 500_000);
    boolean met =
        ScheduleBenchmark.run(print, 8000, 4, LIMITS, () -> new LaneSender(AMPLITUDE, 100, above));

    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said, met, is(false));
    assertThat(said, endsWith("no 429): missed" + System.lineSeparator()));
  }

  @Test
  void wholeRunsAreHeldAgainstTheSameBounds(@TempDir Path folder) throws Exception {
    PacingLimits limits = new PacingLimits(5000, 100, 5000, 500_000);
    EngineBenchmark.run(print, 1000, 4, limits, folder);

    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said.lines().filter(line -> line.endsWith("sound")).count(), is(3L));
    assertThat(said, containsString("uniform   at once       1,000  project        0.2 s"));
  }

  @Test
  void whoLosesEventsIsNotSound() throws Exception {
    boolean sound =
        ScheduleBenchmark.run(print, 400, 4, LIMITS, () -> (lane, events, wiring, outcomes) -> {});

    assertThat(sound, is(false));
    assertThat(out.toString(StandardCharsets.UTF_8), containsString("0 of 400 events"));
  }

  @Test
  void faultsAreHeldAgainstNone() throws Exception {
    boolean sound =
        FaultBenchmark.run(
            print,
            Workload.of(Shape.UNIFORM, 2000),
            4,
            (vendor, limits) -> new LaneSender(vendor, 100, limits));

    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said, sound, is(true));
    assertThat(said, matchesPattern("(?s).*no fault +2,000 +[0-9.]+ s +1\\.00 .*"));
  }

  @Test
  void faultsOfAnyRowAreTold() throws Exception {
    boolean sound =
        FaultBenchmark.run(
            print,
            Workload.of(Shape.UNIFORM, 2000),
            4,
            (vendor, limits) -> (lane, events, wiring, outcomes) -> {});

    assertThat(sound, is(false));
    assertThat(out.toString(StandardCharsets.UTF_8), containsString("0 silenced, expected"));
  }
}

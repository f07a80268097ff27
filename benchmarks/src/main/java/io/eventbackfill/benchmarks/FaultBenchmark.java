package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.SimulatedRun.World;
import io.eventbackfill.benchmarks.Table.Column;
import io.eventbackfill.pacing.PacingLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The fault matrix at size, in virtual time: what each fault costs, also in times of what the run
 * to the same vendor without a fault took, and that it costs no event.
 */
final class FaultBenchmark {
  private static final int PER_REQUEST = 1000;

  private FaultBenchmark() {}

  /**
   * Prints the matrix; exit status 1 if an event ended where it does not belong.
   *
   * @param args events, 100,000 unless given, and lanes, 32 unless given
   */
  public static void main(String[] args) throws Exception, InterruptedException {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int lanes = args.length > 1 ? Integer.parseInt(args[1]) : 32;
    Workload ordinary = Workload.of(Shape.UNIFORM, events);
    boolean sound =
        run(
            System.out,
            ordinary,
            lanes,
            (vendor, limits) -> new LaneSender(vendor, PER_REQUEST, limits));
    System.exit(sound ? 0 : 1);
  }

  /** Prints a line for each row; false if any of them ended wrong. */
  static boolean run(
      PrintStream out,
      Workload ordinary,
      int lanes,
      BiFunction<EmulatedVendor, PacingLimits, SimulatedRun.Sender> sender)
      throws Exception, InterruptedException {
    Table table = table(out);
    boolean sound = true;
    for (List<FaultRow> rows : FaultMatrix.byVendor()) {
      Duration faultless = Duration.ZERO;
      for (FaultRow row : rows) {
        Workload workload = row.workload(ordinary);
        SimulatedRun run = run(row, workload, lanes, sender);
        faultless = faultless.isZero() ? run.took() : faultless;
        List<String> faults = row.faults(workload, run);
        sound &= faults.isEmpty();
        Seen.Load load = run.audit().load();
        table.row(
            row,
            workload.size(),
            run.took(),
            (double) run.took().toMillis() / Math.max(1, faultless.toMillis()),
            load.requests(),
            (double) load.events() / workload.size(),
            load.throttled(),
            faults.isEmpty() ? "sound" : String.join(", ", faults));
      }
    }
    return sound;
  }

  private static SimulatedRun run(
      FaultRow row,
      Workload workload,
      int lanes,
      BiFunction<EmulatedVendor, PacingLimits, SimulatedRun.Sender> sender)
      throws Exception, InterruptedException {
    EmulatedVendor vendor = row.vendor(workload);
    return SimulatedRun.of(
        workload,
        lanes,
        World.of(vendor).misbehaving(row.script()),
        sender.apply(vendor, row.limits(workload)));
  }

  private static Table table(PrintStream out) {
    return new Table(
        out,
        List.of(
            Column.text("fault", 56),
            Column.number("events", 9),
            Column.number("took", 12),
            Column.number("times", 6),
            Column.number("requests", 8),
            Column.number("sent", 5),
            Column.number("429s", 6),
            Column.text("verdict", 10)));
  }
}

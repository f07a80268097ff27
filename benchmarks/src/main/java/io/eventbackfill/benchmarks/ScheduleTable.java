package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Table.Column;
import io.eventbackfill.pacing.PacingLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs held against their lower bounds, a line each, and at last against the targets. */
final class ScheduleTable {
  private final PrintStream out;
  private final PacingLimits limits;
  private final int perRequest;
  private final Table table;
  private boolean met = true;

  /**
   * A table.
   *
   * @param limits what was kept to
   * @param perRequest events in one request, at the most
   */
  ScheduleTable(PrintStream out, PacingLimits limits, int perRequest) {
    this.out = out;
    this.limits = limits;
    this.perRequest = perRequest;
    this.table =
        new Table(
            out,
            List.of(
                Column.text("shape", 8),
                Column.text("answers", 8),
                Column.number("events", 9),
                Column.text("bound by", 8),
                Column.number("bound", 10),
                Column.number("took", 10),
                Column.number("ratio", 6),
                Column.number("429s", 6),
                Column.number("device/30s", 10),
                Column.number("user/30s", 8),
                Column.number("events/s", 8),
                Column.text("verdict", 10)));
  }

  /** A run may take so many times its bound. */
  static double target(Shape shape) {
    return shape == Shape.HOT ? 1.10 : 1.05;
  }

  /**
   * Prints a run.
   *
   * @param answers how fast they came, in a word
   * @param wrong what is known to be wrong with it besides what the audit says
   */
  void add(
      Shape shape,
      String answers,
      Workload workload,
      Duration took,
      Audit audit,
      List<String> wrong) {
    ScheduleBound bound = ScheduleBound.of(workload, limits, perRequest);
    double ratio = (double) took.toMillis() / bound.total().toMillis();
    Seen.Load load = audit.load();
    List<String> faults = new ArrayList<>(wrong);
    faults.addAll(audit.faults());
    faults.addAll(load.above(limits));
    met &= faults.isEmpty() && load.throttled() == 0 && ratio <= target(shape);
    table.row(
        shape.code(),
        answers,
        workload.size(),
        bound.decidedBy(),
        bound.total(),
        took,
        ratio,
        load.throttled(),
        load.device().count(),
        load.user().count(),
        load.eventsPerSecond(),
        faults.isEmpty() ? "sound" : String.join(", ", faults));
  }

  /** Prints whether every run so far was sound and met the targets; true then. */
  boolean conclude() {
    String targets =
        Stream.of(Shape.values())
            .map(s -> String.format(Locale.ROOT, "%s %.2f", s.code(), target(s)))
            .collect(Collectors.joining(", "));
    out.println("Targets (ratio at most: " + targets + "; no 429): " + (met ? "met" : "missed"));
    return met;
  }
}

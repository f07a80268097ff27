package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.model.Disposition;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;

/** How far each lane of a run is, a line each. */
final class LaneTable {
  private LaneTable() {}

  static void print(RunProgress progress, PrintStream out) {
    out.println();
    out.println("  lane  state        accepted    rejected    deferred    in doubt  last written");
    for (RunProgress.Lane lane : progress.lanes()) {
      String written =
          lane.written().isEmpty() ? "" : Instant.ofEpochMilli(lane.written().max()).toString();
      out.println(
          String.format(
                  Locale.ROOT,
                  "  %04d  %-9s %,11d %,11d %,11d %,11d  %s",
                  lane.lane(),
                  lane.isAtEnd() ? "at end" : lane.begun() ? "under way" : "not begun",
                  lane.events(Disposition.ACCEPTED),
                  lane.events(Disposition.REJECTED),
                  lane.events(Disposition.DEFERRED),
                  lane.inDoubt().events(),
                  written)
              .stripTrailing());
    }
  }
}

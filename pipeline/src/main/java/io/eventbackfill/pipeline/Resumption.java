package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.RunProgress.InDoubt;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a run may go on, and what is said of it. */
final class Resumption {
  private Resumption() {}

  /**
   * Decides whether a run may go on as it is.
   *
   * @throws LedgerRefusedException if the user must decide first
   */
  static void decide(LedgerRun run, RunProgress progress, WhenInDoubt whenInDoubt) {
    InDoubt forgotten = progress.forgotten();
    if (whenInDoubt != WhenInDoubt.REFUSE
        || (forgotten.events() == 0 && progress.damages().isEmpty())) {
      return;
    }
    List<String> why = new ArrayList<>(progress.damages());
    if (forgotten.events() > 0 && !forgotten.since().isEmpty()) {
      why.add(
          "at most %,d events were sent %s without their answers being written down, too long ago"
                  .formatted(forgotten.events(), interval(forgotten.since()))
              + " for the destination to know them again");
    }
    throw new LedgerRefusedException(
        "run %s is in doubt: %s. Decide with --inDoubt=resend (they may then be there twice) or"
                .formatted(run.name(), String.join("; ", why))
            + " --inDoubt=skip (they may then be missing)");
  }

  /** What was found, for whoever started it. */
  static List<String> describe(LedgerRun run, RunProgress progress) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Resuming run %s, started %s: %s in %,d files, %,d of %,d lanes at their end."
            .formatted(
                run.name(),
                run.manifest().startedAt(),
                events(progress),
                run.manifest().files().size(),
                progress.lanes().stream().filter(RunProgress.Lane::isAtEnd).count(),
                progress.lanes().size()));
    InDoubt doubt = progress.inDoubt();
    if (doubt.events() > 0) {
      lines.add(
          "In doubt: at most %,d events, sent %s; where they can't be known to be there, they are"
                  .formatted(doubt.events(), interval(doubt.since()))
              + " sent again with the same identities.");
    }
    return lines;
  }

  /** How many events ended how. */
  static String events(RunProgress progress) {
    return String.format(
        Locale.ROOT,
        "%,d events accepted, %,d rejected, %,d deferred",
        progress.events(Disposition.ACCEPTED),
        progress.events(Disposition.REJECTED),
        progress.events(Disposition.DEFERRED));
  }

  /** A span of time, or a moment. */
  static String interval(Span span) {
    if (span.isEmpty()) {
      return "at an unknown time";
    }
    Instant from = Instant.ofEpochMilli(span.min());
    return span.min() == span.max()
        ? "about " + from
        : "between " + from + " and " + Instant.ofEpochMilli(span.max());
  }
}

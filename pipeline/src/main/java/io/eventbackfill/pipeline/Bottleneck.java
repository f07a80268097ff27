package io.eventbackfill.pipeline;

import io.eventbackfill.pipeline.Progress.Counts;
import io.eventbackfill.pipeline.Progress.Phase;
import io.eventbackfill.steps.TallyName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What holds a run up at the moment.
 *
 * @param kind what
 * @param since since when an outage lasts; empty for all else
 */
record Bottleneck(Kind kind, Optional<Instant> since) {

  /** What can hold a run up; of those that lanes wait for the worst first. */
  enum Kind {
    OUTAGE,
    THROTTLED,
    PROJECT_RATE,
    DEVICE_RATE,
    /** No lane waits: the requests themselves, or this machine. */
    SENDING,
    READING,
    GROUPING,
    WRITING
  }

  /** How much is waited for something: lanes that do so now, and milliseconds so far. */
  record Wait(Kind kind, TallyName lanes, TallyName millis) {}

  private static final List<Wait> WAITS =
      List.of(
          new Wait(Kind.OUTAGE, TallyName.LANES_OUTAGE, TallyName.MILLIS_OUTAGE),
          new Wait(Kind.THROTTLED, TallyName.LANES_THROTTLED, TallyName.MILLIS_THROTTLED),
          new Wait(Kind.PROJECT_RATE, TallyName.LANES_PACED, TallyName.MILLIS_PACED),
          new Wait(Kind.DEVICE_RATE, TallyName.LANES_DEVICE_PACED, TallyName.MILLIS_DEVICE_PACED));

  /** What lanes can wait for. */
  static List<Wait> waits() {
    return WAITS;
  }

  /** Finds it, look by look. */
  static final class Finder {
    private Counts last = new Counts(Map.of());
    private @Nullable Instant outageSince;

    Bottleneck find(Phase phase, Instant at, Counts counts) {
      long settled = counts.settled() - last.settled();
      boolean waitsForOutage =
          counts.of(TallyName.LANES_OUTAGE) > 0
              || counts.of(TallyName.MILLIS_OUTAGE) > last.of(TallyName.MILLIS_OUTAGE);
      if (waitsForOutage && outageSince == null) {
        outageSince = at;
      } else if (!waitsForOutage && settled > 0) {
        outageSince = null;
      }
      Kind kind =
          switch (phase) {
            case READING -> Kind.READING;
            case GROUPING -> Kind.GROUPING;
            case WRITING -> Kind.WRITING;
            case SENDING -> waitedFor(counts);
          };
      last = counts;
      // Between two tries no lane waits, and yet nothing has become better.
      boolean lasts = kind == Kind.SENDING && settled == 0 && outageSince != null;
      Kind found = lasts ? Kind.OUTAGE : kind;
      return new Bottleneck(
          found, found == Kind.OUTAGE ? Optional.ofNullable(outageSince) : Optional.empty());
    }

    /** What most lanes wait for; if none does just now, what they waited for most. */
    private Kind waitedFor(Counts counts) {
      Kind most = Kind.SENDING;
      long lanes = 0;
      long millis = 0;
      for (Wait wait : WAITS) {
        long waiting = counts.of(wait.lanes());
        long waited = counts.of(wait.millis()) - last.of(wait.millis());
        if (waiting > lanes || (waiting == lanes && waited > millis)) {
          most = wait.kind();
          lanes = waiting;
          millis = waited;
        }
      }
      return most;
    }
  }
}

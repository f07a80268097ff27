package io.eventbackfill.steps;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.delivery.Sleeper;
import io.eventbackfill.delivery.Waiting;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Counts one thread's waits by their cause, and which of them are under way. */
final class LaneWaits {
  private final Tally all = Tally.of("deliver/millis-waited");
  private final Map<Cause, Tally> millis = new EnumMap<>(Cause.class);
  private final Map<Cause, Tally> lanes = new EnumMap<>(Cause.class);
  private Cause cause = Cause.PACE;

  LaneWaits() {
    // More workers would help as little against our own limits as against the vendor's.
    millis.put(Cause.PACE, Tally.ofThrottling("deliver/millis-paced"));
    millis.put(Cause.THROTTLED, Tally.ofThrottling("deliver/millis-throttled"));
    millis.put(Cause.OUTAGE, Tally.of("deliver/millis-outage"));
    lanes.put(Cause.PACE, Tally.of("deliver/lanes-paced"));
    lanes.put(Cause.THROTTLED, Tally.of("deliver/lanes-throttled"));
    lanes.put(Cause.OUTAGE, Tally.of("deliver/lanes-outage"));
  }

  /** The next sleep is for this cause. */
  void begin(Cause next, Duration wait) {
    cause = next;
    all.add(wait.toMillis());
    tally(millis).add(wait.toMillis());
  }

  /** The same time and chance, its sleeps counted while they last. */
  Waiting watching(Waiting waiting) {
    Sleeper sleeper =
        duration -> {
          tally(lanes).add(1);
          try {
            waiting.sleeper().sleep(duration);
          } finally {
            tally(lanes).add(-1);
          }
        };
    return new Waiting(waiting.clock(), sleeper, waiting.random());
  }

  private Tally tally(Map<Cause, Tally> byCause) {
    Tally tally = byCause.get(cause);
    if (tally == null) {
      throw new IllegalStateException("no counter for " + cause);
    }
    return tally;
  }
}

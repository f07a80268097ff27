package io.eventbackfill.steps;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.delivery.Sleeper;
import io.eventbackfill.delivery.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Counts one thread's waits by their cause, and which of them are under way. */
final class LaneWaits {
  private final Tally all = Tally.of(TallyName.MILLIS_WAITED);
  private final Map<Cause, Tally> millis = new EnumMap<>(Cause.class);
  private final Map<Cause, Tally> lanes = new EnumMap<>(Cause.class);
  private final Heard heard;
  private Cause cause = Cause.PACE;

  /** Hears of each wait when it is over. */
  interface Heard {
    void waited(Cause cause, Instant from, Instant until);
  }

  LaneWaits(Heard heard) {
    this.heard = heard;
    millis.put(Cause.PACE, Tally.of(TallyName.MILLIS_PACED));
    millis.put(Cause.DEVICE_PACE, Tally.of(TallyName.MILLIS_DEVICE_PACED));
    millis.put(Cause.THROTTLED, Tally.of(TallyName.MILLIS_THROTTLED));
    millis.put(Cause.OUTAGE, Tally.of(TallyName.MILLIS_OUTAGE));
    lanes.put(Cause.PACE, Tally.of(TallyName.LANES_PACED));
    lanes.put(Cause.DEVICE_PACE, Tally.of(TallyName.LANES_DEVICE_PACED));
    lanes.put(Cause.THROTTLED, Tally.of(TallyName.LANES_THROTTLED));
    lanes.put(Cause.OUTAGE, Tally.of(TallyName.LANES_OUTAGE));
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
          Instant from = waiting.clock().instant();
          tally(lanes).add(1);
          try {
            waiting.sleeper().sleep(duration);
          } finally {
            tally(lanes).add(-1);
            heard.waited(cause, from, waiting.clock().instant());
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

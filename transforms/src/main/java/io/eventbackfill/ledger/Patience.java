package io.eventbackfill.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as arguments.
 *
 * @param clock tells the time
 * @param pause lets it pass
 * @param random parts runs that came at the same moment
 */
public record Patience(InstantSource clock, Pause pause, RandomGenerator random) {
  private static final int PAUSES = 3;

  Instant now() {
    return clock.instant();
  }

  /** True if a time is this far from now, in either direction: clocks are set back, too. */
  boolean isSince(Instant time, Duration distance) {
    return Duration.between(time, now()).abs().compareTo(distance) >= 0;
  }

  /**
   * True if this much time has passed by the clock, too: a pause may end early, and a clock may go
   * a little slower than a timer.
   */
  boolean sitOut(Duration duration) throws InterruptedException {
    Instant end = now().plus(duration);
    for (int i = 0; i < PAUSES && now().isBefore(end); i++) {
      Duration left = Duration.between(now(), end);
      pause.pause(left.compareTo(duration) < 0 ? left : duration);
    }
    return !now().isBefore(end);
  }

  /** Waits for any time between the two. */
  void pauseBetween(Duration least, Duration most) throws InterruptedException {
    pause.pause(Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1)));
  }
}

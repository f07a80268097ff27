package io.eventbackfill.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as arguments.
 *
 * @param clock tells the time
 * @param sleeper lets it pass
 * @param random spreads waits, so that lanes do not come back all at once
 */
public record Waiting(InstantSource clock, Sleeper sleeper, RandomGenerator random) {

  /** A tenth at the most: enough to spread lanes, too little to matter to the total. */
  private static final double JITTER = 0.1;

  Instant now() {
    return clock.instant();
  }

  /**
   * The wait, plus up to a tenth of it.
   *
   * @param share how much of the tenth, from 0 to 1
   */
  static Duration spread(Duration wait, double share) {
    return wait.plusMillis((long) (wait.toMillis() * JITTER * share));
  }
}

package io.eventbackfill.delivery;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again what may or may not have arrived: exponential backoff with full jitter, no
 * limit on attempts, only a deadline. Pure.
 *
 * @param first the first wait's upper bound
 * @param cap no wait is longer, unless the vendor asks for more
 * @param giveUpAfter how long after the first attempt to stop trying; keep it well under the time
 *     the vendor remembers identities for
 */
public record RetryPolicy(Duration first, Duration cap, Duration giveUpAfter)
    implements Serializable {

  /** 1 s doubling to 60 s, the pause vendors ask for after server errors. */
  public static RetryPolicy givingUpAfter(Duration giveUpAfter) {
    return new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), giveUpAfter);
  }

  public RetryPolicy {
    if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException("waits must grow from " + first + " up to " + cap);
    }
  }

  /**
   * How long to wait before the next attempt; empty if it is time to give up.
   *
   * @param attempt attempts made so far, from 1
   * @param hint the wait the vendor asked for, zero if none; never undercut
   * @param elapsed time since the first attempt
   * @param random the source of jitter
   */
  public Optional<Duration> waitBefore(
      int attempt, Duration hint, Duration elapsed, RandomGenerator random) {
    // Past 2^20 times the first wait every sensible cap is reached.
    long doubled = first.toMillis() << Math.min(attempt - 1, 20);
    long bound = Math.min(cap.toMillis(), doubled);
    Duration jittered = Duration.ofMillis(random.nextLong(bound + 1));
    Duration wait = hint.compareTo(jittered) > 0 ? hint : jittered;
    return elapsed.plus(wait).compareTo(giveUpAfter) > 0 ? Optional.empty() : Optional.of(wait);
  }
}

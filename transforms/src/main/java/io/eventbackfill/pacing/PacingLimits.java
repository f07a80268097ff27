package io.eventbackfill.pacing;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits to stay within. Rates are averages over {@link #WINDOW}.
 *
 * @param eventsPerSecond events of the whole project
 * @param requestsPerSecond requests of the whole project
 * @param eventsPerSecondPerActor events of one device, and of one user
 * @param eventsPerDayPerActor events of one device, and of one user, in 24 hours that move on by
 *     the hour
 */
public record PacingLimits(
    double eventsPerSecond,
    double requestsPerSecond,
    double eventsPerSecondPerActor,
    long eventsPerDayPerActor)
    implements Serializable {

  /** Batch Event Upload API: the rate of a device is averaged over 30 seconds. */
  public static final Duration WINDOW = Duration.ofSeconds(30);

  /** As a limit of events: none. */
  public static final int NONE = Integer.MAX_VALUE;

  public PacingLimits {
    if (!(eventsPerSecond > 0 && requestsPerSecond > 0 && eventsPerSecondPerActor > 0)
        || eventsPerDayPerActor < 1) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }

  /**
   * The share of one of so many worker processes. Devices and users are not divided: a device is
   * sent by one process alone.
   */
  public PacingLimits dividedAmong(int processes) {
    return new PacingLimits(
        eventsPerSecond / processes,
        requestsPerSecond / processes,
        eventsPerSecondPerActor,
        eventsPerDayPerActor);
  }
}

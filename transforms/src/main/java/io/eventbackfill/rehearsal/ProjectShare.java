package io.eventbackfill.rehearsal;

import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;

/**
 * How much of the project's rates a lane has in its rehearsal.
 *
 * <p>In most, all it can use, since the project's rates are reckoned with when all lanes are known.
 * But a run of days gives back quotas while it lasts: there a lane must come no sooner to an event
 * than in the run, in which lanes move through history side by side.
 */
public final class ProjectShare {
  /** More than any lane can use. */
  public static final double PLENTY = 1e9;

  /** In less, no quota of 24 hours that move on by the hour comes back. */
  private static final Duration NOTHING_COMES_BACK = Duration.ofHours(20);

  private ProjectShare() {}

  /**
   * The share of one lane, in times of the project's rates.
   *
   * @param lane events of the lane
   * @param all events that one process will have
   * @param atOnce the part of the lanes that is at work at the same time, at most 1
   * @param limits of one process
   */
  public static double of(long lane, long all, double atOnce, PacingLimits limits) {
    double seconds = all / limits.eventsPerSecond();
    boolean isShort = seconds < NOTHING_COMES_BACK.toSeconds();
    return isShort || lane == 0 ? PLENTY : lane / (all * atOnce);
  }
}

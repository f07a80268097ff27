package io.eventbackfill.emulators;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of a {@link FaultScript}.
 *
 * @param text the rule in the script's grammar, or a description if it was built in code
 */
public record FaultRule(FaultTrigger trigger, Fault fault, Bounds bounds, String text) {

  /**
   * Further conditions.
   *
   * @param lasting how long the rule stays in force after it first matched; null for ever
   * @param times how often it may match
   * @param overBytes it matches only bodies longer than this
   */
  public record Bounds(@Nullable Duration lasting, long times, long overBytes) {

    /** For ever, any number of times, any body. */
    public static final Bounds NONE = new Bounds(null, Long.MAX_VALUE, -1);
  }
}

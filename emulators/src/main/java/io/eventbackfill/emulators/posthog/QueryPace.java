package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.SlidingCount;
import java.time.Duration;
import java.time.Instant;

/** How many queries there were within the last minute. */
final class QueryPace {

  static final Duration WINDOW = Duration.ofMinutes(1);

  private final SlidingCount recent = new SlidingCount(WINDOW.toMillis());

  /** Counts a query, unless there were as many as allowed. */
  boolean allows(long most, Instant now) {
    if (most > 0 && recent.at(now.toEpochMilli()) >= most) {
      return false;
    }
    recent.add(now.toEpochMilli(), 1);
    return true;
  }
}

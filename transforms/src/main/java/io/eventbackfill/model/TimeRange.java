package io.eventbackfill.model;

import java.io.Serializable;

/**
 * A half-open span of event time.
 *
 * @param fromMicros the first instant inside, in microseconds since 1970 UTC; {@link
 *     Long#MIN_VALUE} where it has no beginning
 * @param untilMicros the first instant after it, likewise; {@link Long#MAX_VALUE} where it has no
 *     end
 */
public record TimeRange(long fromMicros, long untilMicros) implements Serializable {
  /** All of time. */
  public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /** True if an instant lies inside. */
  public boolean contains(long micros) {
    return micros >= fromMicros && (micros < untilMicros || untilMicros == Long.MAX_VALUE);
  }

  /** True if no instant from {@code first} to {@code last}, both included, lies inside. */
  public boolean excludes(long first, long last) {
    return last < fromMicros || (first >= untilMicros && untilMicros != Long.MAX_VALUE);
  }
}

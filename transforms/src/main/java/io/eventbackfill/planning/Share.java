package io.eventbackfill.planning;

import io.eventbackfill.model.Span;
import java.io.Serializable;

/**
 * Some events: how many, and from when to when.
 *
 * @param count how many
 * @param times their times, in milliseconds since 1970 UTC; empty if there are none
 */
public record Share(long count, Span times) implements Serializable {
  /** No events. */
  public static final Share NONE = new Share(0, Span.EMPTY);

  /** One event of this time, in milliseconds since 1970 UTC. */
  static Share of(long millis) {
    return new Share(1, new Span(millis, millis));
  }

  Share plus(Share other) {
    return new Share(count + other.count, times.with(other.times));
  }
}

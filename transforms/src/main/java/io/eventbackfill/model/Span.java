package io.eventbackfill.model;

import java.io.Serializable;

/**
 * The smallest and the largest of some numbers.
 *
 * @param min the smallest; larger than {@code max} if there are none
 * @param max the largest
 */
public record Span(long min, long max) implements Serializable {
  public static final Span EMPTY = new Span(Long.MAX_VALUE, Long.MIN_VALUE);

  /** This span, widened to hold a number. */
  public Span with(long value) {
    return value >= min && value <= max
        ? this
        : new Span(Math.min(min, value), Math.max(max, value));
  }

  /** This span, widened to hold another one. */
  public Span with(Span other) {
    return new Span(Math.min(min, other.min), Math.max(max, other.max));
  }

  /** True if there are no numbers. */
  public boolean isEmpty() {
    return min > max;
  }
}

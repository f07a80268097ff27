package io.eventbackfill.model;

import java.io.Serializable;

/**
 * Lanes whose numbers follow each other.
 *
 * @param first the number of the first one
 * @param count how many there are, at least 1
 */
public record LaneRange(int first, int count) implements Serializable {

  public LaneRange {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("no lanes: " + count + " from " + first + " on");
    }
  }

  /** The first so many lanes. */
  public static LaneRange of(int count) {
    return new LaneRange(0, count);
  }
}

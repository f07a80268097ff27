package io.eventbackfill.model;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A source's record of two persons who turned out to be one.
 *
 * @param from the source's id of the person that was merged
 * @param into the source's id of the person it became
 * @param micros when, in microseconds since 1970 UTC; the largest number where it is unknown
 */
public record Merge(String from, String into, long micros)
    implements Comparable<Merge>, Serializable {
  /** Stands for a time that nobody knows; later than all others. */
  public static final long UNKNOWN_TIME = Long.MAX_VALUE;

  private static final Comparator<Merge> ORDER =
      Comparator.comparing(Merge::from).thenComparingLong(Merge::micros).thenComparing(Merge::into);

  /** By the person that was merged, then by time. */
  @Override
  public int compareTo(Merge other) {
    return ORDER.compare(this, other);
  }
}

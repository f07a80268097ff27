package io.eventbackfill.persons;

import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Who was seen when, somewhere. The earliest of several is the same in whatever order they are
 * compared: of equal times the smallest id.
 *
 * @param id of a user or a device
 * @param micros when, in microseconds since 1970 UTC
 */
public record Sighting(String id, long micros) implements Comparable<Sighting>, Serializable {
  private static final Comparator<Sighting> ORDER =
      Comparator.comparingLong(Sighting::micros).thenComparing(Sighting::id);

  /** The earlier of two, of which either may be missing. */
  public static @Nullable Sighting first(@Nullable Sighting one, @Nullable Sighting other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  @Override
  public int compareTo(Sighting other) {
    return ORDER.compare(this, other);
  }
}

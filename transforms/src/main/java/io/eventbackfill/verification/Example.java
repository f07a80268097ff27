package io.eventbackfill.verification;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One event that differs.
 *
 * @param identity the beginning of its identity
 * @param millis when it happened, in milliseconds since 1970 UTC
 * @param type the beginning of its type
 * @param origin where its row stands: that of what was sent, or of what is stored and was not sent
 * @param detail what differs, in words
 */
public record Example(String identity, long millis, String type, String origin, String detail)
    implements Comparable<Example>, Serializable {
  private static final Comparator<Example> ORDER =
      Comparator.comparingLong(Example::millis)
          .thenComparing(Example::identity)
          .thenComparing(Example::origin)
          .thenComparing(Example::type)
          .thenComparing(Example::detail);

  /** By time, then by all else, so that the first few are the same ones each time. */
  @Override
  public int compareTo(Example other) {
    return ORDER.compare(this, other);
  }
}

package io.eventbackfill.ledger;

import java.util.Comparator;

/**
 * An event that was sent once.
 *
 * @param millis the event's time, epoch milliseconds, of any sign
 * @param fingerprint of its identity; all 64 bits count
 * @param doubtfulSince 0 if it was delivered; otherwise when it was sent without the answer ever
 *     becoming known, epoch milliseconds: it may be stored or not
 */
public record Sent(long millis, long fingerprint, long doubtfulSince) {
  /** The order within a lane; by it, entries about one event are equal. */
  public static final Comparator<Sent> ORDER =
      Comparator.comparingLong(Sent::millis).thenComparingLong(Sent::fingerprint);

  public Sent {
    if (doubtfulSince < 0) {
      throw new IllegalArgumentException("in doubt since " + doubtfulSince);
    }
  }

  /** An event that was delivered for certain. */
  public static Sent delivered(long millis, long fingerprint) {
    return new Sent(millis, fingerprint, 0);
  }

  /** Whether nobody knows if the destination has it. */
  public boolean doubtful() {
    return doubtfulSince != 0;
  }

  /** What two entries about one event say together: delivered over doubtful, the latest doubt. */
  Sent and(Sent other) {
    if (!doubtful()) {
      return this;
    }
    return !other.doubtful() || other.doubtfulSince > doubtfulSince ? other : this;
  }
}

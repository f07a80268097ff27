package io.eventbackfill.model;

import java.util.Arrays;
import java.util.Comparator;

/**
 * An event as it waits in its lane: what orders it, whose it is, where it came from, and the bytes
 * its destination takes. Written once by the mapping step, carried through the shuffle, and copied
 * into the request as it is.
 *
 * @param identity what makes it the same event wherever it turns up again
 * @param time what orders it
 * @param who whose it is; the merged id is not carried
 * @param orderKey whose order it belongs to
 * @param origin where its row came from
 * @param body the event in the destination's format
 */
public record QueuedEvent(
    String identity,
    Event.EventTime time,
    Event.Who who,
    String orderKey,
    Origin origin,
    Bytes body) {

  /**
   * The total order of a lane: time, then the source's own counter (events without one first), then
   * the time of upload, then the identity. What is left to tell two copies of one event apart,
   * content and origin, only makes the order reproducible.
   */
  public static final Comparator<QueuedEvent> ORDER =
      Comparator.<QueuedEvent>comparingLong(e -> e.time().micros())
          .thenComparing(e -> e.time().eventId(), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(e -> e.time().uploadedMicros())
          .thenComparing(QueuedEvent::identity)
          .thenComparing(e -> e.body().array(), Arrays::compareUnsigned)
          .thenComparing(e -> e.origin().source())
          .thenComparingLong(e -> e.origin().row());

  /**
   * Two events with equal keys are copies of one event. An identity alone is not enough: exports
   * hold identities such as "signup:2" that are unique for one device only.
   */
  public DuplicateKey duplicateKey() {
    String device = who.device();
    return device == null
        ? new DuplicateKey("user", String.valueOf(who.user()), identity)
        : new DuplicateKey("device", device, identity);
  }

  /** What two copies of one event have in common. */
  public record DuplicateKey(String kind, String id, String identity) {}

  /** For logs: where it came from, never what it holds. */
  @Override
  public String toString() {
    return "event of " + origin;
  }
}

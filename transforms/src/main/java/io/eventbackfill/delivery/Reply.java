package io.eventbackfill.delivery;

import io.eventbackfill.delivery.Verdict.Action;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one answer says: a verdict for every event of the request, in the request's order.
 *
 * @param verdicts one per event, at least one
 * @param receipt what the destination says it stored; empty unless it accepted
 */
public record Reply(List<Verdict> verdicts, Receipt receipt) {

  /**
   * What a destination says of what it took.
   *
   * @param atMillis when it took them, milliseconds since 1970 UTC
   * @param events how many it counted
   */
  public record Receipt(OptionalLong atMillis, OptionalLong events) {
    static final Receipt NONE = new Receipt(OptionalLong.empty(), OptionalLong.empty());
  }

  public Reply {
    if (verdicts.isEmpty()) {
      throw new IllegalArgumentException("a reply needs a verdict for every event");
    }
  }

  /** A reply that says something of each event. */
  public static Reply of(List<Verdict> verdicts) {
    return new Reply(verdicts, Receipt.NONE);
  }

  /** A reply that says the same of all events. */
  public static Reply all(int events, Verdict verdict) {
    return of(Collections.nCopies(events, verdict));
  }

  /** A reply that takes all events. */
  public static Reply accepted(int events, Receipt receipt) {
    return new Reply(Collections.nCopies(events, Verdict.accept()), receipt);
  }

  /** The gravest of the verdicts: it decides whether the request is looked at event by event. */
  Verdict gravest() {
    return Collections.max(verdicts, Comparator.comparing(Verdict::action));
  }

  /** True if any event is to be done this with. */
  boolean says(Action action) {
    return verdicts.stream().anyMatch(v -> v.action() == action);
  }
}

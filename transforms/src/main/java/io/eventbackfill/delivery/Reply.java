package io.eventbackfill.delivery;

import io.eventbackfill.delivery.Verdict.Action;
import io.eventbackfill.model.Actor;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one answer says: a verdict for every event of the request, in the request's order.
 *
 * @param verdicts one per event, at least one
 * @param receipt what the destination says it stored; empty unless it accepted
 * @param pressure who is sending too much
 */
public record Reply(List<Verdict> verdicts, Receipt receipt, Pressure pressure) {

  /**
   * What a destination says of what it took.
   *
   * @param atMillis when it took them, milliseconds since 1970 UTC
   * @param events how many it counted
   */
  public record Receipt(OptionalLong atMillis, OptionalLong events) {
    static final Receipt NONE = new Receipt(OptionalLong.empty(), OptionalLong.empty());
  }

  /**
   * Whom a destination finds sending too much. The verdicts say what that means for the events of
   * the request; this is for everything that is yet to be sent.
   *
   * @param throttled over their rate
   * @param pause how long nothing of theirs is to be sent
   * @param eventsPerSecond the rate a device or user may have, where the destination says so
   * @param spent over their quota of the day
   */
  public record Pressure(
      Set<Actor> throttled, Duration pause, OptionalDouble eventsPerSecond, Set<Actor> spent) {
    static final Pressure NONE =
        new Pressure(Set.of(), Duration.ZERO, OptionalDouble.empty(), Set.of());
  }

  public Reply {
    if (verdicts.isEmpty()) {
      throw new IllegalArgumentException("a reply needs a verdict for every event");
    }
  }

  /** A reply that says something of each event. */
  public static Reply of(List<Verdict> verdicts) {
    return new Reply(verdicts, Receipt.NONE, Pressure.NONE);
  }

  /** A reply that says the same of all events. */
  public static Reply all(int events, Verdict verdict) {
    return of(Collections.nCopies(events, verdict));
  }

  /** A reply that takes all events. */
  public static Reply accepted(int events, Receipt receipt) {
    return new Reply(Collections.nCopies(events, Verdict.accept()), receipt, Pressure.NONE);
  }

  /** This reply, with what it says of whoever sends too much. */
  public Reply with(Pressure other) {
    return new Reply(verdicts, receipt, other);
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

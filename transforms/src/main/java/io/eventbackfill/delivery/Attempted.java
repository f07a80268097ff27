package io.eventbackfill.delivery;

import io.eventbackfill.model.Actor;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside.Attempts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event on its way: how it was tried so far, and until when it is held. */
final class Attempted {
  private final long number;
  private final QueuedEvent event;
  private final List<Actor> actors;
  private @Nullable Attempts attempts;
  private Instant heldUntil = Instant.MIN;
  private @Nullable Reason reason;

  /** An event that was not sent yet; {@code number} grows in the lane's order. */
  Attempted(long number, QueuedEvent event) {
    this.number = number;
    this.event = event;
    this.actors = Actor.of(event.who());
  }

  long number() {
    return number;
  }

  QueuedEvent event() {
    return event;
  }

  /** Whose rates and quotas it counts for. */
  List<Actor> actors() {
    return actors;
  }

  @Nullable Attempts attempts() {
    return attempts;
  }

  void tried(Instant sent, int status) {
    Attempts before = attempts;
    attempts =
        before == null
            ? new Attempts(1, status, sent, sent)
            : new Attempts(before.count() + 1, status, before.first(), sent);
  }

  void hold(Instant until) {
    heldUntil = until;
  }

  void settle(Reason why) {
    if (reason != null) {
      throw new IllegalStateException(event + " is settled twice");
    }
    reason = why;
  }

  boolean isSettled() {
    return reason != null;
  }

  /** Why it is settled. */
  Reason reason() {
    if (reason == null) {
      throw new IllegalStateException(event + " is not settled");
    }
    return reason;
  }

  /** When it was first sent; {@code now} if it never was. */
  Instant firstTried(Instant now) {
    Attempts tried = attempts;
    return tried == null ? now : tried.first();
  }

  boolean isHeld(Instant now) {
    return heldUntil.isAfter(now);
  }

  Instant heldUntil() {
    return heldUntil;
  }
}

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
  private final long position;
  private final QueuedEvent event;
  private final List<Actor> actors;
  private @Nullable Attempts attempts;
  private @Nullable Instant doubtfulSince;
  private Instant heldUntil = Instant.MIN;
  private @Nullable Reason reason;

  /**
   * An event that was not sent yet.
   *
   * @param number grows in the lane's order, for as long as its thread works it
   * @param position its place in the lane, whoever works it
   */
  Attempted(long number, long position, QueuedEvent event) {
    this.number = number;
    this.position = position;
    this.event = event;
    this.actors = Actor.of(event.who());
  }

  long number() {
    return number;
  }

  long position() {
    return position;
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

  /** What became of the last request it was sent in is not known. */
  void leftUnanswered() {
    Attempts tried = attempts;
    if (doubtfulSince == null && tried != null) {
      doubtfulSince = tried.last();
    }
  }

  /** When it was first sent without an answer; null if every answer is known. */
  @Nullable Instant doubtfulSince() {
    return doubtfulSince;
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

package io.eventbackfill.delivery;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SetAside.Attempts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one event of a lane ended.
 *
 * @param position the event's position in its lane, as its {@link Journal} counts
 * @param event the event
 * @param cause where and why
 * @param attempts how it was tried; null if it was never sent
 * @param doubtfulSince when it was first sent without an answer, and may have been stored; null if
 *     every answer is known, or the last one makes the others irrelevant
 */
public record Outcome(
    long position,
    QueuedEvent event,
    Refused cause,
    @Nullable Attempts attempts,
    @Nullable Instant doubtfulSince) {

  public Reason reason() {
    return cause.reason();
  }

  /** The record to write where the event was not accepted. */
  public SetAside setAside() {
    return new SetAside(event.origin(), cause, event.identity(), attempts, event.body(), null);
  }
}

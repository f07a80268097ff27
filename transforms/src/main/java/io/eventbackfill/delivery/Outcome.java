package io.eventbackfill.delivery;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SetAside.Attempts;
import org.jspecify.annotations.Nullable;

/**
 * Where one event of a lane ended.
 *
 * @param event the event
 * @param cause where and why
 * @param attempts how it was tried; null if it was never sent
 */
public record Outcome(QueuedEvent event, Refused cause, @Nullable Attempts attempts) {

  public Reason reason() {
    return cause.reason();
  }

  /** The record to write where the event was not accepted. */
  public SetAside setAside() {
    return new SetAside(event.origin(), cause, event.identity(), attempts, event.body(), null);
  }
}

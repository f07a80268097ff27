package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Reason;

/**
 * The event's type is no longer than the destination takes. Never changes an event: a shortened
 * type would be another one.
 *
 * @param maxLength the most characters, in UTF-16 units
 */
public record EventTypeLength(int maxLength) implements EventRule {
  private static final long serialVersionUID = 1L;

  @Override
  public Checked check(Event event) {
    int length = event.type().length();
    if (length <= maxLength) {
      return Checked.kept(event);
    }
    return new Refused(
        Reason.INVALID_FIELD,
        "event_type",
        "event_type has " + length + " characters, the destination takes " + maxLength);
  }
}

package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Reason;
import java.time.Instant;

/**
 * The event's time is one that the destination keeps: others it would replace. Never changes an
 * event.
 *
 * @param earliestMillis the first time it keeps, milliseconds since 1970 UTC
 * @param latestMillis the last one
 */
public record TimeBounds(long earliestMillis, long latestMillis) implements EventRule {
  private static final long serialVersionUID = 1L;

  @Override
  public Checked check(Event event) {
    long millis = event.time().millis();
    if (millis >= earliestMillis && millis <= latestMillis) {
      return Checked.kept(event);
    }
    return new Refused(
        Reason.INVALID_FIELD,
        "time",
        "%s is not between %s and %s, and the destination would store it under another time"
            .formatted(
                Instant.ofEpochMilli(millis),
                Instant.ofEpochMilli(earliestMillis),
                Instant.ofEpochMilli(latestMillis)));
  }
}

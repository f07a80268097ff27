package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.time.Instant;
import java.util.List;

/**
 * Decides about events that a destination would take for live ones, because they are so young.
 * Never changes an event.
 *
 * @param afterMillis an event is young if it is later than this, milliseconds since 1970 UTC
 * @param policy what becomes of it
 */
public record YoungEvents(long afterMillis, Policy policy) implements EventRule {
  private static final long serialVersionUID = 1L;

  /** What becomes of young events. */
  public enum Policy {
    /** They are sent, counted as live. */
    LIVE,
    /** They are left to a later run, when they are no longer young. */
    HOLD,
    /** They are dead letters. */
    REFUSE
  }

  @Override
  public Checked check(Event event) {
    if (!isYoung(event.time().millis())) {
      return Checked.kept(event);
    }
    return switch (policy) {
      case LIVE -> new Kept(event, List.of(Note.SENT_AS_LIVE.plain()));
      case HOLD -> refused(Reason.TOO_YOUNG, event);
      case REFUSE -> refused(Reason.LIVE_EVENT, event);
    };
  }

  /** Whether an event of this time is young. */
  public boolean isYoung(long millis) {
    return millis > afterMillis;
  }

  private Refused refused(Reason reason, Event event) {
    String detail =
        Instant.ofEpochMilli(event.time().millis())
            + " is later than "
            + Instant.ofEpochMilli(afterMillis);
    return new Refused(reason, "time", detail);
  }
}

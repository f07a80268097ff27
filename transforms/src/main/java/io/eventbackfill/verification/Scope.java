package io.eventbackfill.verification;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Span;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Which stored events nobody else can have sent. A project that receives a backfill has live
 * events, too: an event that was not sent counts only if it came while a run was sending, and is of
 * a time and a type that the runs took.
 *
 * @param uploads the spans of upload time in which runs sent, in milliseconds since 1970 UTC; none
 *     for all times
 * @param selection the events that the runs took
 */
public record Scope(List<Span> uploads, Selection selection) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks and copies. */
  public Scope {
    uploads = List.copyOf(uploads);
  }

  boolean holds(Imprint stored) {
    long millis = Math.floorDiv(stored.uploadedMicros(), 1000L);
    boolean uploaded =
        uploads.isEmpty()
            || uploads.stream().anyMatch(span -> millis >= span.min() && millis <= span.max());
    return uploaded && selection.skips(event(stored)).isEmpty();
  }

  private static Event event(Imprint stored) {
    EventTime time = new EventTime(Math.multiplyExact(stored.millis(), 1000L), null, 0);
    return new Event(stored.identity(), stored.type(), time, new Who(null, null, null), Map.of());
  }
}

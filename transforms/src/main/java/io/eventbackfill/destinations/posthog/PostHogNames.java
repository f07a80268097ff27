package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Reason;
import io.eventbackfill.validation.EventRule;
import java.util.Set;

/**
 * Names of events that PostHog stores as what they are. Never changes an event.
 *
 * @param keepsSessionEvents whether the marks of a session are events like others
 */
record PostHogNames(boolean keepsSessionEvents) implements EventRule {
  private static final long serialVersionUID = 1L;

  /** Capture API v1: a longer name is dropped. */
  private static final int MAX_LENGTH = 200;

  private static final Set<String> SESSION = Set.of("session_start", "session_end");

  /** Merge rules of persons, and groups: what these names do cannot be undone. */
  private static final Set<String> ORDERS =
      Set.of("$identify", "$create_alias", "$merge_dangerously", "$groupidentify", "$set");

  /** Capture API v0: filtered out, and answered with 200 all the same. */
  private static final String FILTERED = "$performance_event";

  @Override
  public Checked check(Event event) {
    String name = event.type();
    if (name.isBlank()) {
      return new Refused(Reason.MISSING_EVENT_TYPE, "event_type", "event_type is blank");
    }
    if (SESSION.contains(name) && !keepsSessionEvents) {
      return Refused.because(Reason.DERIVED_EVENT);
    }
    if (ORDERS.contains(name)) {
      return refused(name + " is no event to PostHog, but changes persons or groups");
    }
    if (name.equals(FILTERED)) {
      return refused("PostHog drops events of the name " + name);
    }
    int length = name.length();
    return length <= MAX_LENGTH
        ? Checked.kept(event)
        : new Refused(
            Reason.INVALID_FIELD,
            "event_type",
            "event_type has " + length + " characters, PostHog takes " + MAX_LENGTH);
  }

  private static Refused refused(String detail) {
    return new Refused(Reason.NOT_AN_EVENT, "event_type", detail);
  }
}

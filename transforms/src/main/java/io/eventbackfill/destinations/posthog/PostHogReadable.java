package io.eventbackfill.destinations.posthog;

import com.google.common.collect.ImmutableSet;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Reason;
import io.eventbackfill.validation.EventRule;

/**
 * Refuses what PostHog would take for something else than the event that it is, or could not read:
 * one such event fails its whole batch (Capture API, parsing trap).
 */
record PostHogReadable() implements EventRule {
  private static final long serialVersionUID = 1L;

  /**
   * Types that mean something to the server: merges of persons and updates of them or of groups
   * (merge rules), and what is no analytics event there, so that it would vanish (Capture API).
   */
  private static final ImmutableSet<String> NO_EVENTS =
      ImmutableSet.of(
          "$identify",
          "$create_alias",
          "$merge_dangerously",
          "$groupidentify",
          "$set",
          "$performance_event",
          "$snapshot",
          "$snapshot_items",
          "$$heatmap",
          "$$client_ingestion_warning");

  @Override
  public Checked check(Event event) {
    if (NO_EVENTS.contains(event.type())) {
      return new Refused(
          Reason.NOT_AN_EVENT,
          "event_type",
          event.type() + " is an instruction to the destination and no event there");
    }
    long millis = event.time().millis();
    if (millis < PostHogTime.EARLIEST || millis > PostHogTime.LATEST) {
      return new Refused(
          Reason.INVALID_FIELD,
          "time",
          "the time is outside of the years 0 to 9999, and would be stored as 1970");
    }
    JsonValue properties =
        event.attributes().getOrDefault(Attributes.EVENT_PROPERTIES, JsonValue.NULL);
    String number = PostHogNumbers.tooLarge(properties.toBytes());
    if (number != null) {
      return new Refused(
          Reason.INVALID_FIELD,
          Attributes.EVENT_PROPERTIES,
          "the number " + number + " is beyond what the destination's parser reads");
    }
    return Checked.kept(event);
  }
}

package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Noted;
import io.eventbackfill.validation.EventRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Notes what {@link PostHogEvents} will change or leave out of an event; changes nothing itself.
 */
record PostHogAlterations() implements EventRule {
  private static final long serialVersionUID = 1L;

  @Override
  public Checked check(Event event) {
    List<Noted> notes = new ArrayList<>(0);
    Map<String, JsonValue> attributes = event.attributes();
    JsonValue properties = attributes.getOrDefault(Attributes.EVENT_PROPERTIES, JsonValue.NULL);
    if (mayHoldInstructions(properties)) {
      for (String name : properties.members().keySet()) {
        if (PostHogProperties.INSTRUCTIONS.contains(name)) {
          notes.add(Note.PROPERTY_RENAMED.about(name));
        }
      }
    }
    attributes
        .getOrDefault(Attributes.GROUPS, JsonValue.NULL)
        .members()
        .forEach(
            (type, groups) -> {
              if (PostHogGroups.loses(groups)) {
                notes.add(Note.GROUP_VALUES_DROPPED.about(type));
              }
            });
    OptionalLong session = PostHogSession.given(event);
    if (session.isPresent() && !PostHogSession.isNear(event, session.getAsLong())) {
      notes.add(Note.SESSION_DROPPED.about(Attributes.SESSION_ID));
    }
    attributes.forEach(
        (name, value) -> {
          if (value.holds('\\', '\\') && PostHogText.isBroken(value.toBytes())) {
            notes.add(Note.TEXT_REPAIRED.about(name));
          }
        });
    if (PostHogText.isBroken(JsonValue.of(event.type()).toBytes())) {
      notes.add(Note.TEXT_REPAIRED.about("event_type"));
    }
    return notes.isEmpty() ? Checked.kept(event) : new Kept(event, notes);
  }

  /** Cheaper than to look at all names: hardly any event has such a property. */
  private static boolean mayHoldInstructions(JsonValue properties) {
    return properties.length() > 2;
  }
}

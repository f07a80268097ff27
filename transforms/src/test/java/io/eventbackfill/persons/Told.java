package io.eventbackfill.persons;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that say something of persons. */
final class Told {
  private Told() {}

  static Event event(long micros, @Nullable String device, @Nullable String user) {
    return event(micros, device, user, null, null);
  }

  static Event event(
      long micros,
      @Nullable String device,
      @Nullable String user,
      @Nullable String person,
      @Nullable String properties) {
    Map<String, JsonValue> attributes =
        properties == null ? Map.of() : Map.of(Attributes.USER_PROPERTIES, json(properties));
    EventTime time = new EventTime(micros, null, 0);
    return new Event("id-" + micros, "x", time, new Who(device, user, person), attributes);
  }

  static JsonValue json(String text) {
    JsonValue value = JsonValue.parseText(text);
    if (value == null) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }
}

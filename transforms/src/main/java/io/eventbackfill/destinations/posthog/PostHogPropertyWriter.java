package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes properties behind those that the event brought along, which are never written twice.
 *
 * @param json the object of properties
 * @param own what is there already
 */
record PostHogPropertyWriter(JsonObjectWriter json, PostHogProperties own) {

  /** Writes a property, unless there is no value or the event brought one along. */
  void put(String name, @Nullable JsonValue value) {
    if (value != null && !value.isNull() && !own.has(name)) {
      json.put(name, value);
    }
  }

  /** Writes a property, unless there is no text or the event brought one along. */
  void put(String name, @Nullable String text) {
    if (text != null && !own.has(name)) {
      json.put(name, text);
    }
  }
}

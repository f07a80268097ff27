package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import org.jspecify.annotations.Nullable;

/** The two forms in which PostHog takes an event. All they differ in is written here. */
enum PostHogForm {
  /** Of the Capture API's {@code /batch/}: the session is a property. */
  V0 {
    @Override
    void begin(JsonObjectWriter json, @Nullable String session) {
      json.beginObject(PROPERTIES);
    }

    @Override
    void putSession(PostHogPropertyWriter properties, @Nullable String session) {
      properties.put("$session_id", session);
    }
  },

  /**
   * Of {@code /i/v1/analytics/events}: the session is a field of its own, which the server makes
   * that property, and so a property beside it would be there twice; and times are not to be moved
   * by the difference between the sender's clock and the server's, which v0 does only when asked.
   */
  V1 {
    @Override
    void begin(JsonObjectWriter json, @Nullable String session) {
      if (session != null) {
        json.put("session_id", session);
      }
      json.beginObject("options");
      json.put("disable_skew_correction", JsonValue.TRUE);
      json.endObject();
      json.beginObject(PROPERTIES);
    }

    @Override
    void putSession(PostHogPropertyWriter properties, @Nullable String session) {}
  };

  private static final String PROPERTIES = "properties";

  /** Writes what stands before the properties, and begins these. */
  abstract void begin(JsonObjectWriter json, @Nullable String session);

  /** Writes the session among the properties, if it belongs there. */
  abstract void putSession(PostHogPropertyWriter properties, @Nullable String session);
}

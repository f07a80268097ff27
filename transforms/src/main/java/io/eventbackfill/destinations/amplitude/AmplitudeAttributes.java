package io.eventbackfill.destinations.amplitude;

import com.google.common.collect.ImmutableSet;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonObjectWriter;

/**
 * Which attributes Amplitude takes, by the names its API has for them (Batch Event Upload API,
 * event fields). Others say where an event came from, or what Amplitude derives itself.
 */
final class AmplitudeAttributes {
  private static final ImmutableSet<String> TAKEN =
      ImmutableSet.of(
          Attributes.EVENT_PROPERTIES,
          Attributes.USER_PROPERTIES,
          Attributes.GROUPS,
          Attributes.SESSION_ID,
          Attributes.APP_VERSION,
          Attributes.PLATFORM,
          Attributes.OS_NAME,
          Attributes.OS_VERSION,
          Attributes.DEVICE_BRAND,
          Attributes.DEVICE_MANUFACTURER,
          Attributes.DEVICE_MODEL,
          Attributes.CARRIER,
          Attributes.COUNTRY,
          Attributes.REGION,
          Attributes.CITY,
          Attributes.DMA,
          Attributes.LANGUAGE,
          Attributes.LATITUDE,
          Attributes.LONGITUDE,
          Attributes.IP,
          Attributes.IDFA,
          Attributes.ADID,
          Attributes.PLAN,
          // Never of an event to send; a stored one is rendered to be compared.
          Attributes.STORED_COPY);

  private AmplitudeAttributes() {}

  /** Writes the event's attributes that Amplitude takes, in their order. */
  static void write(Event event, JsonObjectWriter json) {
    event
        .attributes()
        .forEach(
            (name, value) -> {
              if (TAKEN.contains(name)) {
                json.put(name, value);
              }
            });
  }
}

package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an event happened, by the names that PostHog's own look-up would have given it; on the
 * event only, since a person's place of today is not history's to change.
 */
final class PostHogPlace {
  private PostHogPlace() {}

  /** Writes place and address. */
  static void write(
      Map<String, JsonValue> attributes, PostHogPropertyWriter properties, PostHogLabels labels) {
    JsonValue country = filled(attributes, Attributes.COUNTRY);
    if (country != null) {
      properties.put("$geoip_country_name", country);
      properties.put("$geoip_country_code", PostHogCountries.code(String.valueOf(country.text())));
    }
    properties.put("$geoip_subdivision_1_name", filled(attributes, Attributes.REGION));
    properties.put("$geoip_city_name", filled(attributes, Attributes.CITY));
    properties.put("$geoip_latitude", attributes.get(Attributes.LATITUDE));
    properties.put("$geoip_longitude", attributes.get(Attributes.LONGITUDE));
    JsonValue area = filled(attributes, Attributes.DMA);
    if (area != null) {
      // Exports hold the area's name; PostHog's property is its number.
      boolean number = String.valueOf(area.text()).chars().allMatch(c -> c >= '0' && c <= '9');
      properties.put(number ? "$geoip_metro_code" : labels.named("dma"), area);
    }
    JsonValue address = filled(attributes, Attributes.IP);
    properties.put("$ip", address == null ? JsonValue.of(PostHogLabels.NO_ADDRESS) : address);
  }

  private static @Nullable JsonValue filled(Map<String, JsonValue> attributes, String name) {
    JsonValue value = attributes.get(name);
    return value == null || PostHogProperties.isEmpty(value) ? null : value;
  }
}

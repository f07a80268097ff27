package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.util.Set;
import java.util.regex.Pattern;

/** Which properties of an event become its person's. (Person properties, Normalisation) */
final class PersonProperties {

  private static final Set<String> LIFTED =
      Set.of(
          "$app_build",
          "$app_name",
          "$app_namespace",
          "$app_version",
          "$browser",
          "$browser_version",
          "$device_type",
          "$current_url",
          "$pathname",
          "$os",
          "$os_name",
          "$os_version",
          "$referring_domain",
          "$referrer",
          "$screen_height",
          "$screen_width",
          "$viewport_height",
          "$viewport_width",
          "$raw_user_agent",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "utm_content",
          "utm_name",
          "utm_term",
          "gclid",
          "gad_source",
          "gclsrc",
          "dclid",
          "gbraid",
          "wbraid",
          "fbclid",
          "msclkid",
          "twclid",
          "li_fat_id",
          "mc_cid",
          "igshid",
          "ttclid",
          "rdt_cid",
          "irclid",
          "_kx",
          "epik",
          "qclid",
          "sccid");

  /** Those that change often: alone they are not worth a write. */
  private static final Set<String> MINOR =
      Set.of(
          "$current_url",
          "$pathname",
          "$referring_domain",
          "$referrer",
          "$screen_height",
          "$screen_width",
          "$viewport_height",
          "$viewport_width",
          "$browser",
          "$browser_version",
          "$device_type",
          "$raw_user_agent",
          "$os",
          "$os_name",
          "$os_version");

  private static final Pattern MINOR_PLACE =
      Pattern.compile(
          "\\$geoip_(postal_code|time_zone|latitude|longitude|accuracy_radius"
              + "|subdivision_[123]_(code|name)|\\w+_confidence)");

  private PersonProperties() {}

  static boolean isMinor(String name) {
    return MINOR.contains(name) || MINOR_PLACE.matcher(name).matches();
  }

  /** Adds to {@code $set} and {@code $set_once} what stands among the event's own properties. */
  static void lift(ObjectNode properties) {
    ObjectNode set = ExactJson.object();
    ObjectNode once = ExactJson.object();
    for (var entry : properties.properties()) {
      if (LIFTED.contains(entry.getKey())) {
        set.set(entry.getKey(), entry.getValue());
        String bare = entry.getKey().startsWith("$") ? entry.getKey().substring(1) : entry.getKey();
        once.set("$initial_" + bare, entry.getValue());
      }
    }
    add(properties, "$set", set);
    add(properties, "$set_once", once);
  }

  /** What the sender said himself wins. */
  private static void add(ObjectNode properties, String name, ObjectNode lifted) {
    JsonNode said = properties.get(name);
    if (said instanceof ObjectNode object) {
      lifted.setAll(object);
    }
    if (!lifted.isEmpty()) {
      properties.set(name, lifted);
    }
  }
}

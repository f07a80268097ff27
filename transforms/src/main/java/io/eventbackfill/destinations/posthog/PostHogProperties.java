package io.eventbackfill.destinations.posthog;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties an event brought along, under their own names but for those that would change what
 * PostHog does with the event.
 *
 * @param members by the names they are sent under, in the event's order
 */
record PostHogProperties(Map<String, JsonValue> members) {

  /**
   * Instructions to the server (Capture API and merge rules), and what this tool itself says of an
   * event.
   */
  static final ImmutableSet<String> INSTRUCTIONS =
      ImmutableSet.of(
          "$set",
          "$set_once",
          "$unset",
          "$groups",
          "$group_0",
          "$group_1",
          "$group_2",
          "$group_3",
          "$group_4",
          "$ip",
          "$geoip_disable",
          "$process_person_profile",
          "$session_id",
          "$anon_distinct_id",
          "$cookieless_mode",
          "$ignore_sent_at",
          "token",
          "distinct_id",
          "$distinct_id",
          PostHogLabels.RUN,
          PostHogLabels.HISTORICAL,
          PostHogLabels.SOURCE);

  private static final ImmutableMap<String, String> PAGE =
      ImmutableMap.<String, String>builder()
          .put("[Amplitude] Page Domain", "$host")
          .put("[Amplitude] Page Path", "$pathname")
          .put("[Amplitude] Page Title", "title")
          .put("[Amplitude] Viewport Height", "$viewport_height")
          .put("[Amplitude] Viewport Width", "$viewport_width")
          .put("referrer", "$referrer")
          .put("referring_domain", "$referring_domain")
          .build();

  /** The whole address; older SDKs have only the other one, which lacks the query. */
  private static final String PAGE_LOCATION = "[Amplitude] Page Location";

  private static final String PAGE_URL = "[Amplitude] Page URL";

  /** What Amplitude's SDKs write where there is none. */
  private static final String EMPTY = "EMPTY";

  /**
   * The members of an object; none of anything else.
   *
   * @param prefix goes before the name of what would be an instruction
   */
  static PostHogProperties of(JsonValue object, String prefix) {
    Map<String, JsonValue> members = object.members();
    for (String name : members.keySet()) {
      if (INSTRUCTIONS.contains(name)) {
        return new PostHogProperties(renamed(members, prefix));
      }
    }
    return new PostHogProperties(members);
  }

  private static Map<String, JsonValue> renamed(Map<String, JsonValue> members, String prefix) {
    Map<String, JsonValue> renamed = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          String other = name;
          while (INSTRUCTIONS.contains(other)
              || (!other.equals(name) && members.containsKey(other))) {
            other = prefix + other;
          }
          renamed.put(other, value);
        });
    return renamed;
  }

  /** Whether the event brought a property of this name along. */
  boolean has(String name) {
    return members.containsKey(name);
  }

  /** The property; null if there is none, or if it is null, empty or says that it is. */
  @Nullable JsonValue filled(String name) {
    JsonValue value = members.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    return isEmpty(value) ? null : value;
  }

  /** Whether a value stands for none. */
  static boolean isEmpty(JsonValue value) {
    if (value.kind() != JsonValue.Kind.STRING || value.length() > EMPTY.length() + 2) {
      return false;
    }
    String text = value.text();
    return "".equals(text) || EMPTY.equals(text);
  }

  /** Writes all of them. */
  void writeTo(JsonObjectWriter json) {
    members.forEach(json::put);
  }

  /** Writes what they say of a page, where PostHog looks for it. */
  void writePage(PostHogPropertyWriter properties) {
    if (members.isEmpty()) {
      return;
    }
    JsonValue location = filled(PAGE_LOCATION);
    properties.put("$current_url", location == null ? filled(PAGE_URL) : location);
    PAGE.forEach((name, posthog) -> properties.put(posthog, filled(name)));
  }
}

package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups as PostHog takes them: one of each type, where others may have several. Of more than five
 * types the server ignores those it does not know; all are sent, for it may know any five.
 */
final class PostHogGroups {
  private PostHogGroups() {}

  /** Writes the first group of each type. */
  static void write(@Nullable JsonValue groups, PostHogPropertyWriter properties) {
    if (groups == null) {
      return;
    }
    Map<String, JsonValue> first = new LinkedHashMap<>();
    groups
        .members()
        .forEach(
            (type, value) -> {
              JsonValue group = first(value);
              if (group != null && !group.isNull()) {
                first.put(type, group);
              }
            });
    if (!first.isEmpty()) {
      properties.put("$groups", JsonValue.object(first));
    }
  }

  /** Whether a type has more groups than are sent. */
  static boolean loses(JsonValue groups) {
    return groups.kind() == Kind.ARRAY && groups.elements().size() > 1;
  }

  private static @Nullable JsonValue first(JsonValue value) {
    if (value.kind() != Kind.ARRAY) {
      return value;
    }
    List<JsonValue> elements = value.elements();
    return elements.isEmpty() ? null : elements.get(0);
  }
}

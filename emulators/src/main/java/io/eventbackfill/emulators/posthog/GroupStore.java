package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The groups of one project: five types, in the order in which they are met. (Groups) */
final class GroupStore {

  static final int LONGEST_KEY = 400;
  private static final int MOST_TYPES = 5;

  private final List<String> types = new ArrayList<>();
  private final Map<Integer, Map<String, ObjectNode>> groups = new TreeMap<>();

  /** Adds {@code $group_0} and so on for the event's {@code $groups}; a sixth type is ignored. */
  void resolve(ObjectNode properties) {
    JsonNode named = properties.path("$groups");
    for (Map.Entry<String, JsonNode> entry : named.properties()) {
      int index = index(entry.getKey());
      if (index >= 0) {
        properties.put("$group_" + index, entry.getValue().asText());
      }
    }
  }

  /**
   * Takes what a {@code $groupidentify} says; without a type, a key or an object it says nothing.
   */
  void identify(ObjectNode properties) {
    String type = properties.path("$group_type").asText();
    String key = properties.path("$group_key").asText();
    int index = type.isEmpty() || key.isEmpty() ? -1 : index(type);
    if (index < 0) {
      return;
    }
    ObjectNode known =
        groups
            .computeIfAbsent(index, i -> new TreeMap<>())
            .computeIfAbsent(key, k -> ExactJson.object());
    if (properties.get("$group_set") instanceof ObjectNode set) {
      known.setAll(set);
    }
  }

  private int index(String type) {
    int known = types.indexOf(type);
    if (known >= 0 || types.size() == MOST_TYPES) {
      return known;
    }
    types.add(type);
    return types.size() - 1;
  }

  Stream<Group> all() {
    return groups.entrySet().stream()
        .flatMap(
            type ->
                type.getValue().entrySet().stream()
                    .map(
                        group ->
                            new Group(
                                type.getKey(),
                                types.get(type.getKey()),
                                group.getKey(),
                                group.getValue().deepCopy())));
  }
}

package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an event does to the properties of its person. There is no comparison of times: what is
 * processed last wins. (Person properties)
 */
final class PersonUpdate {

  private static final Set<String> NEVER = Set.of("$exception", "$$heatmap");
  private static final Set<String> ALWAYS =
      Set.of("$identify", "$create_alias", "$merge_dangerously", "$set");

  private final CapturedEvent event;
  private final ObjectNode person;
  private final boolean always;
  private final Map<String, JsonNode> changes = new LinkedHashMap<>();
  private final List<String> removals = new ArrayList<>();
  private boolean worthwhile;

  private PersonUpdate(CapturedEvent event, ObjectNode person) {
    this.event = event;
    this.person = person;
    this.always = ALWAYS.contains(event.event());
  }

  static void apply(CapturedEvent event, ObjectNode person) {
    if (!NEVER.contains(event.event())) {
      new PersonUpdate(event, person).apply();
    }
  }

  private void apply() {
    event.properties().path("$set_once").properties().forEach(this::setOnce);
    event.properties().path("$set").properties().forEach(this::set);
    unset(event.properties().path("$unset"));
    if (worthwhile || always) {
      changes.forEach(person::set);
      person.remove(removals);
    }
  }

  private void setOnce(Map.Entry<String, JsonNode> entry) {
    JsonNode existing = person.get(entry.getKey());
    if (existing == null || (existing.isNull() && !entry.getValue().isNull())) {
      changes.put(entry.getKey(), entry.getValue());
      worthwhile |= !PersonProperties.isMinor(entry.getKey());
    }
  }

  private void set(Map.Entry<String, JsonNode> entry) {
    JsonNode existing = person.get(entry.getKey());
    if (!entry.getValue().equals(existing)) {
      changes.put(entry.getKey(), entry.getValue());
      worthwhile |= existing == null || !PersonProperties.isMinor(entry.getKey());
    }
  }

  /** Takes a list of names, or an object whose names count. */
  private void unset(JsonNode unset) {
    if (unset.isArray()) {
      unset.forEach(name -> removals.add(name.asText()));
    } else {
      unset.fieldNames().forEachRemaining(removals::add);
    }
    removals.removeIf(name -> !person.has(name));
    worthwhile |= !removals.isEmpty();
  }
}

package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.SlidingCount;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;

/** The current properties of each user, and how often they were written lately. */
final class UserProperties {

  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;

  private final Map<Long, User> users = new HashMap<>();

  private static final class User {
    private final ObjectNode current = ExactJson.object();
    private final SlidingCount updates = new SlidingCount(HOUR);
    private JsonText snapshot = JsonText.of(current);
  }

  /**
   * Writes properties, unless the user has had its updates for this hour (Batch Event Upload API:
   * further updates are dropped without a sign).
   *
   * @return whether they were written
   */
  boolean update(long amplitudeId, JsonNode properties, Mode mode) {
    User user = users.computeIfAbsent(amplitudeId, id -> new User());
    if (user.updates.at(mode.now()) >= mode.perHour()) {
      return false;
    }
    // By the minute, so that a user's window holds at most sixty entries.
    user.updates.add(mode.now() / MINUTE * MINUTE, 1);
    if (mode.operations()) {
      properties.properties().forEach(operation -> apply(user.current, operation));
    } else {
      properties.properties().forEach(p -> user.current.set(p.getKey(), p.getValue()));
    }
    user.snapshot = JsonText.of(user.current);
    return true;
  }

  /**
   * How an update is to be understood.
   *
   * @param operations keys such as {@code $set} are operations, as in an identify
   */
  record Mode(boolean operations, long perHour, long now) {}

  /** The user's current properties. */
  JsonText snapshot(long amplitudeId) {
    return users.computeIfAbsent(amplitudeId, id -> new User()).snapshot;
  }

  private static void apply(ObjectNode current, Entry<String, JsonNode> operation) {
    JsonNode argument = operation.getValue();
    for (Entry<String, JsonNode> property : argument.properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      switch (operation.getKey()) {
        case "$set" -> current.set(name, value);
        case "$setOnce" -> current.putIfAbsent(name, value);
        case "$add" -> add(current, name, value);
        case "$append" -> list(current, name, current.get(name), value);
        case "$prepend" -> list(current, name, value, current.get(name));
        case "$unset" -> current.remove(name);
        default -> {}
      }
    }
    if (operation.getKey().equals("$clearAll")) {
      current.removeAll();
    } else if (!operation.getKey().startsWith("$")) {
      current.set(operation.getKey(), argument);
    }
  }

  private static void add(ObjectNode current, String name, JsonNode value) {
    JsonNode old = current.path(name);
    current.set(name, DecimalNode.valueOf(old.decimalValue().add(value.decimalValue())));
  }

  private static void list(ObjectNode current, String name, JsonNode head, JsonNode tail) {
    ArrayNode joined = current.arrayNode();
    for (JsonNode part : new JsonNode[] {head, tail}) {
      if (part instanceof ArrayNode array) {
        joined.addAll(array);
      } else if (part != null) {
        joined.add(part);
      }
    }
    current.set(name, joined);
  }
}

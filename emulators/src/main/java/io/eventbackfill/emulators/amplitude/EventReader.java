package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Ids;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Labels;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Problems;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Slice;
import io.eventbackfill.emulators.amplitude.UploadedEvent.Traits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reduces an event to an {@link UploadedEvent}, checking fields by their documented types. */
final class EventReader {

  /** Batch Event Upload API, field table: object depth of properties. */
  private static final int MAX_DEPTH = 40;

  private static final List<String> INTEGERS = List.of("time", "session_id", "event_id");

  private static final List<String> NUMBERS =
      List.of("price", "revenue", "location_lat", "location_lng");

  private static final List<String> OBJECTS =
      List.of("event_properties", "user_properties", "groups", "group_properties");

  private static final List<String> IDS = List.of("user_id", "device_id");

  private static final Problems NOT_AN_OBJECT = new Problems(true, List.of(), List.of());

  private EventReader() {}

  static UploadedEvent read(JsonNode event, Slice slice) {
    Ids ids = Ids.of(id(event, "user_id"), id(event, "device_id"));
    JsonNode type = event.path("event_type");
    Labels labels =
        new Labels(
            type.isTextual() && !type.textValue().isEmpty() ? type.textValue() : null,
            id(event, "insert_id"),
            integer(event, "time"),
            integer(event, "event_id"));
    Traits traits =
        new Traits(
            event.path("$skip_user_properties_sync").booleanValue(),
            event.path("user_properties").size() > 0,
            event.path("ip").asText().equals("$remote"));
    Problems problems = event.isObject() ? problems(event, ids) : NOT_AN_OBJECT;
    return new UploadedEvent(slice, ids, labels, traits, problems);
  }

  private static Problems problems(JsonNode event, Ids ids) {
    List<String> missing = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    JsonNode type = event.path("event_type");
    if (absent(type) || (type.isTextual() && type.asText().isEmpty())) {
      missing.add("event_type");
    } else if (!type.isTextual()) {
      invalid.add("event_type");
    }
    for (String name : IDS) {
      JsonNode id = event.path(name);
      if (!absent(id) && !id.isTextual() && !id.isNumber()) {
        invalid.add(name);
      }
    }
    if (ids.none() && invalid.stream().noneMatch(IDS::contains)) {
      missing.addAll(IDS);
    }
    addWrongTypes(event, invalid);
    return missing.isEmpty() && invalid.isEmpty()
        ? Problems.NONE
        : new Problems(false, missing, invalid);
  }

  private static void addWrongTypes(JsonNode event, List<String> invalid) {
    for (String name : INTEGERS) {
      JsonNode value = event.path(name);
      if (!absent(value) && !(value.isIntegralNumber() && value.canConvertToLong())) {
        invalid.add(name);
      }
    }
    for (String name : NUMBERS) {
      JsonNode value = event.path(name);
      if (!absent(value) && !value.isNumber()) {
        invalid.add(name);
      }
    }
    for (String name : OBJECTS) {
      JsonNode value = event.path(name);
      if (!absent(value) && !(value.isObject() && depth(value) <= MAX_DEPTH)) {
        invalid.add(name);
      }
    }
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** A number serves as an id by its text, as seen in practice. */
  private static @Nullable String id(JsonNode event, String name) {
    JsonNode node = event.path(name);
    return node.isTextual() || node.isNumber() ? node.asText() : null;
  }

  private static @Nullable Long integer(JsonNode event, String name) {
    JsonNode node = event.path(name);
    return node.isIntegralNumber() && node.canConvertToLong() ? (Long) node.longValue() : null;
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, depth(child));
    }
    return node.isContainerNode() ? deepest + 1 : 0;
  }
}

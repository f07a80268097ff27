package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.util.Map;

/** Groups as exports have them. */
final class GroupFields {

  /** Batch Event Upload API, field table: more are not tracked. */
  private static final int MAX_TYPES = 5;

  private static final int MAX_VALUES = 10;

  private GroupFields() {}

  /** Every type with an array of texts, whether one value or several were sent. */
  static ObjectNode groups(JsonNode sent) {
    ObjectNode groups = ExactJson.object();
    int left = MAX_VALUES;
    for (Map.Entry<String, JsonNode> group : sent.properties()) {
      if (groups.size() == MAX_TYPES || left == 0) {
        break;
      }
      left -= add(groups.putArray(group.getKey()), group.getValue(), left);
    }
    return groups;
  }

  /** Type to value to properties; the properties of groups are not kept. */
  static ObjectNode nested(ObjectNode groups) {
    ObjectNode nested = ExactJson.object();
    for (Map.Entry<String, JsonNode> group : groups.properties()) {
      ObjectNode values = nested.putObject(group.getKey());
      group.getValue().forEach(value -> values.putObject(value.asText()));
    }
    return nested;
  }

  private static int add(ArrayNode values, JsonNode sent, int most) {
    if (sent.isArray()) {
      for (JsonNode value : sent) {
        if (values.size() < most) {
          values.add(value.asText());
        }
      }
    } else if (!sent.isNull()) {
      values.add(sent.asText());
    }
    return values.size();
  }
}

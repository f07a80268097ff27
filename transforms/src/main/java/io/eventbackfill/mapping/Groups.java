package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Note;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event's groups: type to value, or to an array of values, all strings. Passed on byte for byte
 * unless a value is no string.
 */
final class Groups {
  /** What Amplitude tracks of one event (Batch API, groups); what is beyond is kept and noted. */
  private static final int MAX_TYPES = 5;

  private static final int MAX_VALUES = 10;

  private final Map<String, JsonValue> kept = new LinkedHashMap<>();
  private int values;
  private boolean dropped;

  private Groups() {}

  /** The groups; none if there are none, and a refusal if it is no object. */
  static @Nullable JsonValue convert(JsonValue value, String field, Findings findings) {
    JsonValue object = Conversions.properties(value, field, findings);
    if (object == null) {
      return null;
    }
    Map<String, JsonValue> members = object.members();
    Groups groups = new Groups();
    members.forEach(groups::add);
    if (groups.dropped) {
      findings.note(Note.FIELD_DROPPED, field);
    }
    if (groups.kept.size() > MAX_TYPES || groups.values > MAX_VALUES) {
      findings.note(Note.TOO_MANY_GROUPS);
    }
    if (groups.kept.isEmpty()) {
      return null;
    }
    return groups.kept.equals(members) ? object : JsonValue.object(groups.kept);
  }

  private void add(String type, JsonValue value) {
    if (value.kind() == Kind.ARRAY) {
      addAll(type, value);
      return;
    }
    JsonValue name = name(value);
    if (name != null) {
      kept.put(type, name);
      values++;
    }
  }

  private void addAll(String type, JsonValue array) {
    List<JsonValue> elements = array.elements();
    List<JsonValue> names = new ArrayList<>();
    for (JsonValue element : elements) {
      JsonValue name = name(element);
      if (name != null) {
        names.add(name);
      }
    }
    values += names.size();
    if (!names.isEmpty()) {
      kept.put(type, names.equals(elements) ? array : array(names));
    }
  }

  /** A group's name as a string; null if it can't be one. */
  private @Nullable JsonValue name(JsonValue value) {
    if (value.kind() == Kind.STRING) {
      return value;
    }
    String text = value.text();
    if (text != null) {
      return JsonValue.of(text);
    }
    dropped |= !value.isNull();
    return null;
  }

  private static JsonValue array(List<JsonValue> elements) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    char separator = '[';
    for (JsonValue element : elements) {
      out.write(separator);
      element.writeTo(out);
      separator = ',';
    }
    out.write(']');
    try {
      return JsonValue.parse(out.toByteArray());
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("an array of JSON strings is no JSON", e);
    }
  }
}

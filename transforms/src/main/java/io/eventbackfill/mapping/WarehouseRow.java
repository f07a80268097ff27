package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.SourceRow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A warehouse's row as the export it was loaded from:
 *
 * <ul>
 *   <li>columns by their names in the export, whatever their case (Snowflake's are upper case);
 *   <li>numbers as numbers, also where a text format wrote them as strings;
 *   <li>nothing where a text format wrote nothing: an empty string in a column of numbers, of times
 *       or of properties.
 * </ul>
 *
 * Everything else stays as it is; a row that needs none of this is passed on itself.
 */
final class WarehouseRow {
  private static final Set<String> NUMBERS =
      Set.of("event_id", "session_id", "location_lat", "location_lng", "sample_rate");

  private static final Set<String> NEVER_EMPTY =
      Set.of(
          "event_time",
          "client_event_time",
          "server_received_time",
          "server_upload_time",
          "event_properties",
          "user_properties",
          "groups",
          "plan",
          "scope",
          "merged_amplitude_id");

  private WarehouseRow() {}

  static SourceRow restored(SourceRow row) {
    Map<String, JsonValue> restored = null;
    for (Map.Entry<String, JsonValue> field : row.fields().entrySet()) {
      String name = name(field.getKey(), row);
      JsonValue changed = changed(name, field.getValue());
      if (changed == null && name.equals(field.getKey())) {
        continue;
      }
      if (restored == null) {
        restored = new LinkedHashMap<>(row.fields());
      }
      restored.remove(field.getKey());
      restored.put(name, changed == null ? field.getValue() : changed);
    }
    return restored == null ? row : new SourceRow(row.origin(), restored, row.identity());
  }

  /** A column that stands there under its own name, too, is not replaced by one of another case. */
  private static String name(String column, SourceRow row) {
    if (ExportFields.knows(column)) {
      return column;
    }
    String lower = column.toLowerCase(Locale.ROOT);
    return ExportFields.knows(lower) && !row.fields().containsKey(lower) ? lower : column;
  }

  /** What the warehouse's value stands for; null if for itself. */
  private static @Nullable JsonValue changed(String name, JsonValue value) {
    boolean number = NUMBERS.contains(name);
    if (value.kind() != Kind.STRING || !(number || NEVER_EMPTY.contains(name))) {
      return null;
    }
    String text = value.text();
    if (text == null || text.isBlank()) {
      return JsonValue.NULL;
    }
    return number ? number(text.strip()) : null;
  }

  /** The text as the number it writes, digit for digit; null if it is none. */
  private static @Nullable JsonValue number(String text) {
    if (text.charAt(0) != '-' && !Character.isDigit(text.charAt(0))) {
      return null;
    }
    JsonValue parsed = JsonValue.parseText(text);
    return parsed != null && parsed.kind() == Kind.NUMBER ? parsed : null;
  }
}

package io.eventbackfill.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a source, parsed to its first level.
 *
 * @param origin where it came from
 * @param fields the fields in the row's order; explicit nulls are present as JSON null
 * @param identity what its event was called before the row was set aside; null if it never was. A
 *     row that has no identity of its own keeps it, whatever was corrected since
 */
public record SourceRow(Origin origin, Map<String, JsonValue> fields, @Nullable String identity) {

  /** A row that is read for the first time. */
  public SourceRow(Origin origin, Map<String, JsonValue> fields) {
    this(origin, fields, null);
  }

  /** The named field, JSON null where the row lacks it. */
  public JsonValue field(String name) {
    JsonValue value = fields.get(name);
    return value == null ? JsonValue.NULL : value;
  }
}

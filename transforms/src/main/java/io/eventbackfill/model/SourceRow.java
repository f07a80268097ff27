package io.eventbackfill.model;

import java.util.Map;

/**
 * One row of a source, parsed to its first level.
 *
 * @param origin where it came from
 * @param fields the fields in the row's order; explicit nulls are present as JSON null
 */
public record SourceRow(Origin origin, Map<String, JsonValue> fields) {

  /** The named field, JSON null where the row lacks it. */
  public JsonValue field(String name) {
    JsonValue value = fields.get(name);
    return value == null ? JsonValue.NULL : value;
  }
}

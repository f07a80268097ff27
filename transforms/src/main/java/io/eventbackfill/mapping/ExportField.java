package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One line of the mapping's table: a field of the export and what becomes of it.
 *
 * @param name the field, as the export names it
 * @param sent the attribute it becomes; null if it becomes none of its own
 * @param how what is done with it, or why it is dropped
 */
record ExportField(String name, @Nullable Sent sent, String how) {

  /**
   * A field that becomes an attribute.
   *
   * @param attribute the attribute's name
   * @param conversion how the value gets there
   */
  record Sent(String attribute, Conversion conversion) {}

  /** Makes an attribute's value of a field's. */
  @FunctionalInterface
  interface Conversion {
    /**
     * The attribute's value; null to leave it out.
     *
     * @param value the field's value, never JSON null
     * @param field the field's name
     * @param findings takes what is worth noting, or the reason the row can't go on
     */
    @Nullable JsonValue convert(JsonValue value, String field, Findings findings);
  }

  /** A field sent as an attribute. */
  static ExportField sent(String name, String attribute, Conversion conversion, String how) {
    return new ExportField(name, new Sent(attribute, conversion), how);
  }

  /** A field that is read for something else than an attribute. */
  static ExportField read(String name, String how) {
    return new ExportField(name, null, how);
  }

  /** A field left out on purpose. */
  static ExportField dropped(String name, String why) {
    return new ExportField(name, null, why);
  }
}

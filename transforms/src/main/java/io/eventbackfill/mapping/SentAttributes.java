package io.eventbackfill.mapping;

import io.eventbackfill.mapping.ExportField.Conversion;
import io.eventbackfill.mapping.ExportField.Sent;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Note;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an attribute's value has to be like, whichever mapping makes it. */
public final class SentAttributes {
  private static final Map<String, Conversion> BY_NAME = byName();

  private SentAttributes() {}

  private static Map<String, Conversion> byName() {
    Map<String, Conversion> byName = new LinkedHashMap<>();
    for (ExportField field : ExportFields.sentFields()) {
      Sent sent = Objects.requireNonNull(field.sent());
      byName.put(sent.attribute(), sent.conversion());
    }
    return Collections.unmodifiableMap(byName);
  }

  /** All attributes, in the order in which they are sent. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * The attribute's value; null to leave it out.
   *
   * @param attribute one of {@link #names()}
   * @param value the source's value, never JSON null
   * @param field the source's field, for what is noted
   * @param findings takes what is worth noting, or the reason the row can't go on
   */
  public static @Nullable JsonValue convert(
      String attribute, JsonValue value, String field, Findings findings) {
    Conversion conversion = Objects.requireNonNull(BY_NAME.get(attribute), attribute);
    return conversion.convert(value, field, findings);
  }

  /** Takes out a latitude without longitude, and the other way round: half a place is none. */
  public static void dropHalfPlaces(Map<String, JsonValue> attributes, Findings findings) {
    dropUnpaired(attributes, Attributes.LATITUDE, Attributes.LONGITUDE, findings);
    dropUnpaired(attributes, Attributes.LONGITUDE, Attributes.LATITUDE, findings);
  }

  private static void dropUnpaired(
      Map<String, JsonValue> attributes, String half, String other, Findings findings) {
    if (!attributes.containsKey(other) && attributes.remove(half) != null) {
      findings.note(Note.FIELD_DROPPED, half);
    }
  }

  /** True if a user property of this name would be taken for an operation. */
  public static boolean isOperation(String property) {
    return Conversions.OPERATIONS.contains(property);
  }
}

package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.mapping.SentAttributes;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.SourceRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Properties by name, each from a value; a value that is null gives none.
 *
 * @param attribute the attribute they make
 * @param named the properties the document names
 * @param others true if every column nobody names is a property, too
 * @param known the columns somebody names
 */
record Properties(String attribute, List<Property> named, boolean others, Set<String> known)
    implements Plan.Content {

  /** A property and its value. */
  record Property(String name, Value value) {}

  Properties {
    named = List.copyOf(named);
  }

  @Override
  public @Nullable JsonValue of(SourceRow row, Findings findings) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (others) {
      row.fields().forEach((column, value) -> addOther(column, value, members, findings));
    }
    for (Property property : named) {
      JsonValue value = property.value().of(row, findings);
      if (!value.isNull()) {
        members.put(property.name(), value);
      }
    }
    if (members.isEmpty()) {
      return null;
    }
    JsonValue object = JsonValue.object(members);
    return attribute.equals(Attributes.GROUPS)
        ? SentAttributes.convert(attribute, object, attribute, findings)
        : object;
  }

  private void addOther(
      String column, JsonValue value, Map<String, JsonValue> members, Findings findings) {
    if (value.isNull() || known.contains(column)) {
      return;
    }
    if (attribute.equals(Attributes.USER_PROPERTIES) && SentAttributes.isOperation(column)) {
      findings.note(Note.OPERATION_DROPPED, column);
    } else {
      members.put(column, value);
    }
  }
}

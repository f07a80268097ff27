package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.SentAttributes;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a document says of properties, groups, the session and other attributes. */
final class AttributesReader {
  private static final Set<String> OWN_KEYS =
      Set.of(
          Attributes.EVENT_PROPERTIES,
          Attributes.USER_PROPERTIES,
          Attributes.GROUPS,
          Attributes.SESSION_ID);

  private final Block block;
  private final ValueReader values;
  private final Set<String> named;
  private final Problems problems;

  /**
   * Of a document.
   *
   * @param named the columns somebody names; complete once the document is read
   */
  AttributesReader(Block block, ValueReader values, Set<String> named, Problems problems) {
    this.block = block;
    this.values = values;
    this.named = named;
    this.problems = problems;
  }

  /** The attributes that stand under {@code attributes:}. */
  static List<String> attributeNames() {
    return SentAttributes.names().stream().filter(name -> !OWN_KEYS.contains(name)).toList();
  }

  /** All attributes, in the order in which they are sent. */
  List<Plan.Attribute> attributes() {
    Map<String, Plan.Content> made = new TreeMap<>();
    for (String key :
        List.of(Attributes.EVENT_PROPERTIES, Attributes.USER_PROPERTIES, Attributes.GROUPS)) {
      Plan.Content content = properties(key);
      if (content != null) {
        made.put(key, content);
      }
    }
    if (block.has(Attributes.SESSION_ID)) {
      made.put(
          Attributes.SESSION_ID,
          attribute(
              Attributes.SESSION_ID, Objects.requireNonNull(block.get(Attributes.SESSION_ID))));
    }
    Yaml given = block.get("attributes");
    if (given instanceof Yaml.Entries entries) {
      Block unused = new Block(entries, attributeNames(), problems);
      entries
          .byKey()
          .forEach(
              (name, entry) -> {
                if (attributeNames().contains(name)) {
                  made.put(name, attribute(name, entry.value()));
                }
              });
    } else if (given != null) {
      problems.add(given.place(), "attributes must be a block of names, not " + given.kind());
    }
    return SentAttributes.names().stream()
        .filter(made::containsKey)
        .map(name -> new Plan.Attribute(name, Objects.requireNonNull(made.get(name))))
        .toList();
  }

  private Plan.Content attribute(String name, Yaml given) {
    Conversion implied =
        switch (name) {
          case Attributes.SESSION_ID -> Conversion.INTEGER;
          case Attributes.LATITUDE, Attributes.LONGITUDE -> Conversion.NUMBER;
          default -> null;
        };
    Value value = values.value(given, name, implied);
    return (row, findings) -> {
      JsonValue made = value.of(row, findings);
      boolean none = made.isNull() || (made.kind() == Kind.STRING && "".equals(made.text()));
      return none ? null : SentAttributes.convert(name, made, value.source().label(), findings);
    };
  }

  private Plan.@Nullable Content properties(String key) {
    Yaml given = block.get(key);
    boolean others = block.get("others") instanceof Yaml.Scalar word && word.text().equals(key);
    if (given == null) {
      return others ? new Properties(key, List.of(), true, named) : null;
    }
    if (!(given instanceof Yaml.Entries entries)) {
      if (others) {
        problems.add(given.place(), "%s is one column here, 'others' can't join it".formatted(key));
      }
      Value object = Value.of(values.column(given, key));
      return (row, findings) -> {
        JsonValue value = object.of(row, findings);
        return value.isNull() || "".equals(value.text())
            ? null
            : SentAttributes.convert(key, value, object.source().label(), findings);
      };
    }
    List<Properties.Property> properties = new ArrayList<>();
    entries
        .byKey()
        .forEach(
            (name, entry) -> {
              if (key.equals(Attributes.USER_PROPERTIES) && SentAttributes.isOperation(name)) {
                problems.add(
                    entry.keyPlace(),
                    "'%s' is an operation and can't be a property".formatted(name));
              }
              properties.add(
                  new Properties.Property(
                      name, values.value(entry.value(), key + "." + name, null)));
            });
    return new Properties(key, properties, others, named);
  }
}

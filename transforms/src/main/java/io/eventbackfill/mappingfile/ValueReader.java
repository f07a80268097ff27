package io.eventbackfill.mappingfile;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the values of a document: a column's name, or a block that says more. */
final class ValueReader {
  static final List<String> SOURCES = List.of("column", "constant", "expression");
  static final List<String> VALUE_KEYS =
      List.of("column", "constant", "expression", "as", "format", "zone", "default", "required");
  static final List<String> TIME_KEYS = List.of("column", "expression", "format", "zone");
  private static final String ISO = "iso";

  private final Problems problems;
  private final Set<String> columns = new TreeSet<>();

  ValueReader(Problems problems) {
    this.problems = problems;
  }

  /** The columns all values so far look at. */
  Set<String> columns() {
    return columns;
  }

  /** The words after {@code format:} that are no patterns. */
  static List<String> formats() {
    return Stream.concat(
            Stream.of(ISO), Arrays.stream(EpochTime.Unit.values()).map(EpochTime.Unit::code))
        .toList();
  }

  static List<String> conversions() {
    return Arrays.stream(Conversion.values()).map(Conversion::code).toList();
  }

  /**
   * A value.
   *
   * @param name what it is for, by its place in the document
   * @param implied how it is converted if the document does not say; null to pass it on
   */
  Value value(Yaml yaml, String name, @Nullable Conversion implied) {
    if (!(yaml instanceof Yaml.Entries entries)) {
      Source source = column(yaml, name);
      return new Value(source, as(implied, null), JsonValue.NULL, false);
    }
    Block block = new Block(entries, VALUE_KEYS, problems);
    Source source = source(block, name, SOURCES);
    Conversion as = implied;
    Yaml.Scalar word = block.text("as", "the name of a conversion");
    if (word != null) {
      as = conversion(word);
    }
    TimeFormat format = null;
    if (as == Conversion.TIME) {
      format = format(block);
    } else {
      for (String key : List.of("format", "zone")) {
        if (block.has(key)) {
          problems.add(block.place(key), key + " goes with 'as: time' only");
        }
      }
    }
    Yaml fallback = block.get("default");
    return new Value(
        source,
        as(as, format),
        fallback == null ? JsonValue.NULL : constant(fallback),
        block.flag("required"));
  }

  /** A time and its format. */
  Plan.Time time(Yaml yaml, String name) {
    if (!(yaml instanceof Yaml.Entries entries)) {
      return new Plan.Time(Value.of(column(yaml, name)), new IsoTime(ZoneOffset.UTC));
    }
    if (entries.byKey().containsKey("constant")) {
      problems.add(
          entries.byKey().get("constant").keyPlace(),
          "an event's time must come from its row; a constant would be the same for all");
      return new Plan.Time(
          Value.of(new Source.Constant(JsonValue.NULL)), new IsoTime(ZoneOffset.UTC));
    }
    Block block = new Block(entries, TIME_KEYS, problems);
    Source source = source(block, name, List.of("column", "expression"));
    return new Plan.Time(Value.of(source), format(block));
  }

  /** Where a block's value comes from: exactly one of the allowed keys. */
  private Source source(Block block, String name, List<String> allowed) {
    List<String> given = allowed.stream().filter(block::has).toList();
    if (given.size() != 1) {
      problems.add(
          block.place(),
          name
              + " needs exactly one of "
              + String.join(", ", allowed)
              + (given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
      return new Source.Constant(JsonValue.NULL);
    }
    Yaml value = block.get(given.get(0));
    if (value == null) {
      return new Source.Constant(JsonValue.NULL);
    }
    return switch (given.get(0)) {
      case "column" -> column(value, name);
      case "constant" -> new Source.Constant(constant(value));
      default -> expression(value, name);
    };
  }

  /** A column: its name, a path with dots, or a list of names that is a path. */
  Source column(Yaml yaml, String name) {
    List<String> path = new ArrayList<>();
    if (yaml instanceof Yaml.Items items) {
      for (Yaml item : items.items()) {
        path.add(item instanceof Yaml.Scalar scalar ? scalar.text() : "");
      }
    } else if (yaml instanceof Yaml.Scalar scalar && !scalar.isEmpty()) {
      path.add(scalar.text());
    }
    if (path.isEmpty() || path.contains("")) {
      problems.add(
          yaml.place(),
          "%s must name a column, not %s"
              .formatted(
                  name, yaml instanceof Yaml.Scalar s && s.isEmpty() ? "nothing" : yaml.kind()));
      return new Source.Constant(JsonValue.NULL);
    }
    Source source = path(path, yaml instanceof Yaml.Scalar);
    columns.addAll(source.columns());
    return source;
  }

  private static Source path(List<String> names, boolean dotted) {
    String first = names.get(0);
    if (!dotted) {
      return names.size() == 1
          ? new Source.Column(first)
          : new Source.Path(
              "", first, List.copyOf(names.subList(1, names.size())), String.join(".", names));
    }
    List<String> parts = List.of(first.split("\\.", -1));
    return parts.size() == 1 || parts.contains("")
        ? new Source.Column(first)
        : new Source.Path(first, parts.get(0), List.copyOf(parts.subList(1, parts.size())), first);
  }

  Source expression(Yaml yaml, String name) {
    if (!(yaml instanceof Yaml.Scalar text) || text.isEmpty()) {
      problems.add(yaml.place(), name + ": an expression must be text, not " + yaml.kind());
      return new Source.Constant(JsonValue.NULL);
    }
    try {
      Expression expression = Expression.compile(text.text());
      expression.columns().forEach(columns::add);
      return new Source.Computed(expression, name);
    } catch (ExpressionException e) {
      problems.add(place(text, e), name + ": " + e.getMessage());
      return new Source.Constant(JsonValue.NULL);
    }
  }

  /** Exact where the expression stands on one line as it is; else its beginning. */
  private static Place place(Yaml.Scalar text, ExpressionException e) {
    if (!text.inline() || e.line() != 1) {
      return text.place();
    }
    return text.place().right(e.column() + (text.plain() ? 0 : 1));
  }

  private @Nullable Conversion conversion(Yaml.Scalar word) {
    for (Conversion conversion : Conversion.values()) {
      if (conversion.code().equals(word.text())) {
        return conversion;
      }
    }
    String suggestion = Suggestion.of(word.text(), conversions());
    problems.add(
        word.place(),
        "unknown conversion %s%s"
            .formatted(
                word.kind(),
                suggestion.isEmpty() ? " (" + String.join(", ", conversions()) + ")" : suggestion));
    return null;
  }

  private static Value.As as(@Nullable Conversion conversion, @Nullable TimeFormat format) {
    if (conversion == null) {
      return Value.IS;
    }
    return format != null
        ? new TimeText(format)
        : (value, findings, label) -> conversion.convert(value);
  }

  private TimeFormat format(Block block) {
    ZoneId zone = zone(block.text("zone", "a zone such as Europe/Berlin"));
    Yaml.Scalar format =
        block.text("format", "one of " + String.join(", ", formats()) + ", or a pattern");
    if (format == null || format.text().equals(ISO)) {
      return new IsoTime(zone);
    }
    EpochTime.Unit unit = EpochTime.Unit.named(format.text());
    if (unit != null) {
      if (block.has("zone")) {
        problems.add(block.place("zone"), "a count since 1970 UTC has no zone");
      }
      return new EpochTime(unit);
    }
    try {
      return PatternTime.of(format.text(), zone);
    } catch (IllegalArgumentException e) {
      problems.add(
          format.place(),
          "%s is no time format: %s%s"
              .formatted(format.kind(), e.getMessage(), Suggestion.of(format.text(), formats())));
      return new IsoTime(zone);
    }
  }

  private ZoneId zone(Yaml.@Nullable Scalar name) {
    if (name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name.text());
    } catch (DateTimeException e) {
      problems.add(
          name.place(),
          "unknown zone %s%s"
              .formatted(
                  name.kind(),
                  Suggestion.of(
                      name.text(), ZoneId.getAvailableZoneIds().stream().sorted().toList())));
      return ZoneOffset.UTC;
    }
  }

  /**
   * What looks like a JSON number, true or false is one; anything else, and all that is quoted,
   * text.
   */
  JsonValue constant(Yaml yaml) {
    if (!(yaml instanceof Yaml.Scalar scalar)) {
      problems.add(
          yaml.place(), "a constant must be text, a number, true or false, not " + yaml.kind());
      return JsonValue.NULL;
    }
    if (scalar.isEmpty()) {
      problems.add(yaml.place(), "a constant must not be empty; leave it out, or write ''");
      return JsonValue.NULL;
    }
    if (scalar.plain()
        && scalar.text().matches("true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
      try {
        return JsonValue.parse(scalar.text().getBytes(StandardCharsets.UTF_8));
      } catch (MalformedJsonException e) {
        problems.add(yaml.place(), scalar.kind() + " is no number");
        return JsonValue.NULL;
      }
    }
    return JsonValue.of(scalar.text());
  }
}

package io.eventbackfill.mappingfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads what a document says of the identity. */
final class IdentityReader {
  static final List<String> IDENTITY_KEYS =
      List.of("column", "columns", "expression", "row", "prefix");

  private final Block block;
  private final ValueReader values;
  private final Problems problems;

  IdentityReader(Block block, ValueReader values, Problems problems) {
    this.block = block;
    this.values = values;
    this.problems = problems;
  }

  /** The identity; with problems if it is not as it should be. */
  Identity identity(String name) {
    Yaml given = block.get("identity");
    String prefix = name + ":";
    if (given == null) {
      if (!block.has("identity")) {
        problems.add(
            block.place(),
            "identity is missing: the column that tells a row from all others, {columns: [a, b]},"
                + " or {row: true}");
      }
      return new Identity(List.of(), prefix);
    }
    if (!(given instanceof Yaml.Entries entries)) {
      return new Identity(List.of(values.value(given, "identity", null)), prefix);
    }
    Block parts = new Block(entries, IDENTITY_KEYS, problems);
    if (parts.has("prefix")) {
      prefix = prefix(parts);
    }
    List<String> kinds =
        List.of("column", "columns", "expression", "row").stream().filter(parts::has).toList();
    if (kinds.size() != 1) {
      problems.add(parts.place(), "identity needs exactly one of column, columns, expression, row");
      return new Identity(List.of(), prefix);
    }
    Yaml value = Objects.requireNonNull(parts.get(kinds.get(0)));
    return switch (kinds.get(0)) {
      case "column" -> new Identity(List.of(Value.of(values.column(value, "identity"))), prefix);
      case "expression" ->
          new Identity(List.of(Value.of(values.expression(value, "identity"))), prefix);
      case "columns" -> new Identity(identityColumns(value), prefix);
      default -> ofRow(parts, prefix);
    };
  }

  private Identity ofRow(Block parts, String prefix) {
    if (!parts.flag("row")) {
      problems.add(parts.place("row"), "row: true is the only choice; else name columns");
    }
    return new Identity(List.of(), prefix);
  }

  private String prefix(Block parts) {
    Yaml value = parts.get("prefix");
    if (value instanceof Yaml.Scalar text && text.text().length() <= 100) {
      return text.isEmpty() ? "" : text.text();
    }
    problems.add(parts.place("prefix"), "prefix must be text of at most 100 characters");
    return "";
  }

  private List<Value> identityColumns(Yaml given) {
    List<Value> columns = new ArrayList<>();
    if (given instanceof Yaml.Items items) {
      items.items().forEach(item -> columns.add(Value.of(values.column(item, "identity"))));
    }
    if (columns.size() < 2) {
      problems.add(given.place(), "columns must be a list of two or more; of one, write column");
    }
    return columns;
  }
}

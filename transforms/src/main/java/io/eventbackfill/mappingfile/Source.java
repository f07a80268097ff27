package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import java.util.List;
import java.util.Set;

/** Where a value comes from. */
sealed interface Source {

  /** The value, JSON null if there is none; may refuse the row. */
  JsonValue of(SourceRow row, Findings findings);

  /** What to call it when something about its value is said. */
  String label();

  /** The columns it looks at. */
  Set<String> columns();

  /** A column of this name. */
  record Column(String name) implements Source {
    @Override
    public JsonValue of(SourceRow row, Findings findings) {
      return row.field(name);
    }

    @Override
    public String label() {
      return name;
    }

    @Override
    public Set<String> columns() {
      return Set.of(name);
    }
  }

  /**
   * A member inside a column's object.
   *
   * @param whole the path as one name, which a column of that name comes before; empty if the path
   *     was given as a list
   * @param column the column
   * @param members the way down from it
   * @param label the path, for people
   */
  record Path(String whole, String column, List<String> members, String label) implements Source {
    @Override
    public JsonValue of(SourceRow row, Findings findings) {
      JsonValue value = whole.isEmpty() ? null : row.fields().get(whole);
      if (value != null) {
        return value;
      }
      value = row.field(column);
      for (String member : members) {
        value = value.members().getOrDefault(member, JsonValue.NULL);
      }
      return value;
    }

    @Override
    public Set<String> columns() {
      return whole.isEmpty() ? Set.of(column) : Set.of(whole, column);
    }
  }

  /** The same for every row. */
  record Constant(JsonValue value) implements Source {
    @Override
    public JsonValue of(SourceRow row, Findings findings) {
      return value;
    }

    @Override
    public String label() {
      return "constant";
    }

    @Override
    public Set<String> columns() {
      return Set.of();
    }
  }

  /**
   * Computed from the row.
   *
   * @param label what it computes, by its place in the document
   */
  record Computed(Expression expression, String label) implements Source {
    @Override
    public JsonValue of(SourceRow row, Findings findings) {
      try {
        return expression.evaluate(row);
      } catch (ExpressionException e) {
        findings.refuse(Reason.INVALID_FIELD, label, "the expression failed: " + e.getMessage());
        return JsonValue.NULL;
      }
    }

    @Override
    public Set<String> columns() {
      return expression.columns();
    }
  }
}

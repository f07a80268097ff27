package io.eventbackfill.emulators.posthog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The parts of a query that the stand-in understands. */
final class HogQl {

  private HogQl() {}

  /** A query that cannot be answered; the message is for its sender. */
  static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /** Something that has a value for each row, or for each group of rows. */
  sealed interface Expression {

    /** The column's name if the query gives it none. */
    String label();
  }

  /** {@code uuid}, {@code event}, {@code distinct_id} or {@code timestamp}. */
  record Column(String name) implements Expression {

    @Override
    public String label() {
      return name;
    }
  }

  /** {@code properties.name}, as text: as if the project had given no property a type. */
  record Property(String name) implements Expression {

    @Override
    public String label() {
      return name;
    }
  }

  /** {@code toDate(timestamp)}, in UTC, which is the project's zone. */
  record Day() implements Expression {

    @Override
    public String label() {
      return "toDate(timestamp)";
    }
  }

  /** {@code count()}, or {@code count(DISTINCT …)}. */
  record Count(Optional<Expression> distinct) implements Expression {

    @Override
    public String label() {
      return distinct.map(of -> "count(DISTINCT " + of.label() + ")").orElse("count()");
    }
  }

  /** A column of the answer. */
  record Item(Expression expression, String name) {}

  /** What rows must fulfil. */
  sealed interface Condition {}

  /** All of them. */
  record All(List<Condition> parts) implements Condition {}

  /** At least one of them. */
  record Any(List<Condition> parts) implements Condition {}

  /**
   * A comparison with literals.
   *
   * @param operator {@code in} if there may be several
   * @param literals of the type of what they are compared with
   */
  record Comparison(Expression left, String operator, List<Object> literals) implements Condition {}

  /** A place in the order. */
  record Order(Expression expression, boolean descending) {}

  /** Rows to leave out at the start, and rows to return at most. */
  record Window(OptionalLong limit, OptionalLong offset) {}

  /** A query over the events table. */
  record Select(
      List<Item> items,
      Condition where,
      List<Expression> groups,
      List<Order> orders,
      Window window) {

    boolean aggregates() {
      return !groups.isEmpty()
          || items.stream().anyMatch(item -> item.expression() instanceof Count);
    }
  }
}

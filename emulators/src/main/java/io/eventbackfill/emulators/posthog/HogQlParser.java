package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.posthog.HogQl.Condition;
import io.eventbackfill.emulators.posthog.HogQl.Expression;
import io.eventbackfill.emulators.posthog.HogQl.Item;
import io.eventbackfill.emulators.posthog.HogQl.Order;
import io.eventbackfill.emulators.posthog.HogQl.Select;
import io.eventbackfill.emulators.posthog.HogQl.Window;
import io.eventbackfill.emulators.posthog.HogQlTokens.Kind;
import io.eventbackfill.emulators.posthog.HogQlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a small part of HogQL, and refuses the rest rather than answer something else:
 *
 * <pre>
 * SELECT item {, item} FROM events [WHERE condition] [GROUP BY value {, value}]
 *   [ORDER BY value [ASC | DESC] {, …}] [LIMIT n] [OFFSET n]
 * item       = value [AS name]
 * value      = uuid | event | distinct_id | timestamp | properties.NAME | toDate(timestamp)
 *            | count() | count(DISTINCT value) | an item's name
 * condition  = comparisons with AND, OR and parentheses
 * comparison = value (= | != | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;=) literal | value IN (literal {, literal})
 * literal    = 'text' | number | toDateTime('…' [, zone]) | toDateTime64('…', 6 [, zone])
 *            | toDate('…')
 * </pre>
 */
final class HogQlParser {

  private static final Set<String> COLUMNS = Set.of("uuid", "event", "distinct_id", "timestamp");
  private static final Set<String> OPERATORS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> TIMES = Set.of("todatetime", "todatetime64", "todate");

  private final HogQlTokens tokens;
  private List<Item> items = List.of();

  private HogQlParser(String query) {
    tokens = new HogQlTokens(query);
  }

  /**
   * Reads a query.
   *
   * @throws HogQl.Invalid if it is not one of these
   */
  static Select parse(String query) {
    return new HogQlParser(query).select();
  }

  private Select select() {
    tokens.require("select");
    items = list(this::item);
    tokens.require("from");
    Token table = tokens.require(Kind.WORD);
    if (!table.text().equals("events")) {
      throw new HogQl.Invalid("Unknown table `" + table.text() + "`.");
    }
    Condition where = tokens.takes("where") ? any() : new HogQl.All(List.of());
    List<Expression> groups = by("group") ? list(this::value) : List.of();
    List<Order> orders = by("order") ? list(this::order) : List.of();
    OptionalLong limit = number("limit");
    OptionalLong offset = number("offset");
    tokens.takes(";");
    if (tokens.peek().kind() != Kind.END) {
      throw tokens.unexpected(Optional.empty());
    }
    Select select = new Select(items, where, groups, orders, new Window(limit, offset));
    requireGrouped(select);
    return select;
  }

  private boolean by(String word) {
    if (!tokens.takes(word)) {
      return false;
    }
    tokens.require("by");
    return true;
  }

  private OptionalLong number(String word) {
    return tokens.takes(word)
        ? OptionalLong.of(Long.parseLong(tokens.require(Kind.NUMBER).text()))
        : OptionalLong.empty();
  }

  private <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    do {
      list.add(element.get());
    } while (tokens.takes(","));
    return list;
  }

  private Item item() {
    Expression value = value();
    if (!tokens.takes("as")) {
      return new Item(value, value.label());
    }
    Token name = tokens.take();
    if (name.kind() != Kind.WORD && name.kind() != Kind.QUOTED) {
      throw tokens.unexpected(Optional.empty());
    }
    return new Item(value, name.text());
  }

  private Order order() {
    Expression value = value();
    boolean descending = tokens.takes("desc");
    if (!descending) {
      tokens.takes("asc");
    }
    return new Order(value, descending);
  }

  private Expression value() {
    Token token = tokens.take();
    String name = token.text();
    Optional<Item> named = items.stream().filter(item -> item.name().equals(name)).findFirst();
    if (token.kind() == Kind.QUOTED && named.isPresent()) {
      return named.get().expression();
    }
    if (token.kind() != Kind.WORD) {
      throw new HogQl.Invalid("mismatched input '" + name + "'");
    }
    if (tokens.takes("(")) {
      return call(name);
    }
    if (name.equals("properties")) {
      tokens.require(".");
      return new HogQl.Property(tokens.take().text());
    }
    if (named.isPresent()) {
      return named.get().expression();
    }
    if (!COLUMNS.contains(name)) {
      throw new HogQl.Invalid("Unable to resolve field: " + name);
    }
    return new HogQl.Column(name);
  }

  private Expression call(String function) {
    switch (function.toLowerCase(Locale.ROOT)) {
      case "count" -> {
        Optional<Expression> distinct =
            tokens.takes("distinct") ? Optional.of(value()) : Optional.empty();
        tokens.require(")");
        return new HogQl.Count(distinct);
      }
      case "todate" -> {
        if (!(value() instanceof HogQl.Column column) || !column.name().equals("timestamp")) {
          throw new HogQl.Invalid("toDate() is understood of timestamp alone");
        }
        tokens.require(")");
        return new HogQl.Day();
      }
      default -> throw new HogQl.Invalid("Unsupported function call '" + function + "(...)'.");
    }
  }

  private Condition any() {
    List<Condition> parts = new ArrayList<>(List.of(all()));
    while (tokens.takes("or")) {
      parts.add(all());
    }
    return new HogQl.Any(parts);
  }

  private Condition all() {
    List<Condition> parts = new ArrayList<>(List.of(condition()));
    while (tokens.takes("and")) {
      parts.add(condition());
    }
    return new HogQl.All(parts);
  }

  private Condition condition() {
    if (tokens.takes("(")) {
      Condition inner = any();
      tokens.require(")");
      return inner;
    }
    Expression left = value();
    if (left instanceof HogQl.Count) {
      throw new HogQl.Invalid("Aggregate function " + left.label() + " is found in WHERE");
    }
    if (tokens.takes("in")) {
      tokens.require("(");
      List<String> literals = list(this::literal);
      tokens.require(")");
      return comparison(left, "in", literals);
    }
    String operator = tokens.require(Kind.SIGN).text();
    if (!OPERATORS.contains(operator)) {
      throw new HogQl.Invalid("mismatched input '" + operator + "'");
    }
    return comparison(left, operator.equals("<>") ? "!=" : operator, List.of(literal()));
  }

  private static Condition comparison(Expression left, String operator, List<String> literals) {
    // A bad literal is refused even if there is no row to compare it with.
    return new HogQl.Comparison(
        left, operator, literals.stream().map(text -> HogQlValues.literal(left, text)).toList());
  }

  private String literal() {
    Token token = tokens.take();
    if (token.kind() == Kind.STRING || token.kind() == Kind.NUMBER) {
      return token.text();
    }
    boolean time = TIMES.contains(token.text().toLowerCase(Locale.ROOT));
    if (token.kind() != Kind.WORD || !time || !tokens.takes("(")) {
      throw new HogQl.Invalid("mismatched input '" + token.text() + "' expecting a literal");
    }
    String text = tokens.require(Kind.STRING).text();
    while (tokens.takes(",")) {
      Token argument = tokens.take();
      if (argument.kind() == Kind.STRING && !argument.text().equals("UTC")) {
        throw new HogQl.Invalid("only the zone UTC is understood");
      }
    }
    tokens.require(")");
    return text;
  }

  private static void requireGrouped(Select select) {
    if (!select.aggregates()) {
      return;
    }
    List<Expression> used = new ArrayList<>();
    select.items().forEach(item -> used.add(item.expression()));
    select.orders().forEach(order -> used.add(order.expression()));
    for (Expression expression : used) {
      if (!(expression instanceof HogQl.Count) && !select.groups().contains(expression)) {
        throw new HogQl.Invalid(
            "Column "
                + expression.label()
                + " is not under aggregate function and not in GROUP BY keys");
      }
    }
  }
}

package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.posthog.HogQl.Comparison;
import io.eventbackfill.emulators.posthog.HogQl.Condition;
import io.eventbackfill.emulators.posthog.HogQl.Expression;
import io.eventbackfill.emulators.posthog.HogQl.Order;
import io.eventbackfill.emulators.posthog.HogQl.Select;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers a query from rows. */
final class HogQlRun {

  /** API queries, Query limits: up to 100 rows unless the query says more, never over 50,000. */
  private static final long DEFAULT_LIMIT = 100;

  private static final long LARGEST_LIMIT = 50_000;

  private HogQlRun() {}

  static ObjectNode answer(Select select, List<StoredEvent> rows) {
    List<List<StoredEvent>> groups =
        grouped(select, rows.stream().filter(row -> fulfils(row, select.where())).toList());
    groups.sort((a, b) -> compare(select.orders(), a, b));
    long offset = select.window().offset().orElse(0);
    long limit = Math.min(select.window().limit().orElse(DEFAULT_LIMIT), LARGEST_LIMIT);
    ObjectNode body = ExactJson.object();
    ArrayNode results = body.putArray("results");
    groups.stream()
        .skip(offset)
        .limit(limit)
        .forEach(group -> write(results.addArray(), select, group));
    ArrayNode columns = body.putArray("columns");
    ArrayNode types = body.putArray("types");
    select
        .items()
        .forEach(
            item -> {
              columns.add(item.name());
              types.addArray().add(item.name()).add(HogQlValues.type(item.expression()));
            });
    // Only a query without a LIMIT of its own is told whether there is more. (HogQLQueryRunner)
    if (select.window().limit().isPresent()) {
      body.putNull("hasMore");
    } else {
      body.put("hasMore", groups.size() > offset + limit);
      body.put("limit", limit);
      body.put("offset", offset);
    }
    return body;
  }

  private static List<List<StoredEvent>> grouped(Select select, List<StoredEvent> rows) {
    List<List<StoredEvent>> groups = new ArrayList<>();
    if (!select.aggregates()) {
      rows.forEach(row -> groups.add(List.of(row)));
    } else if (select.groups().isEmpty()) {
      groups.add(rows);
    } else {
      Map<List<@Nullable Object>, List<StoredEvent>> byKey = new LinkedHashMap<>();
      for (StoredEvent row : rows) {
        @Nullable Object[] key =
            select.groups().stream().map(by -> HogQlValues.of(by, List.of(row))).toArray();
        byKey.computeIfAbsent(Arrays.asList(key), k -> new ArrayList<>()).add(row);
      }
      groups.addAll(byKey.values());
    }
    return groups;
  }

  private static int compare(List<Order> orders, List<StoredEvent> a, List<StoredEvent> b) {
    for (Order order : orders) {
      Expression by = order.expression();
      int compared = HogQlValues.compare(HogQlValues.of(by, a), HogQlValues.of(by, b));
      if (compared != 0) {
        return order.descending() ? -compared : compared;
      }
    }
    return 0;
  }

  private static boolean fulfils(StoredEvent row, Condition condition) {
    if (condition instanceof HogQl.All all) {
      return all.parts().stream().allMatch(part -> fulfils(row, part));
    }
    if (condition instanceof HogQl.Any any) {
      return any.parts().stream().anyMatch(part -> fulfils(row, part));
    }
    Comparison comparison = (Comparison) condition;
    Object value = HogQlValues.of(comparison.left(), List.of(row));
    return comparison.literals().stream()
        .anyMatch(literal -> fulfils(value, comparison.operator(), literal));
  }

  /** What is not there differs from everything, and is neither more nor less. */
  private static boolean fulfils(@Nullable Object value, String operator, Object literal) {
    if (value == null) {
      return operator.equals("!=");
    }
    int compared = HogQlValues.compare(value, literal);
    return switch (operator) {
      case "!=" -> compared != 0;
      case "<" -> compared < 0;
      case "<=" -> compared <= 0;
      case ">" -> compared > 0;
      case ">=" -> compared >= 0;
      default -> compared == 0;
    };
  }

  private static void write(ArrayNode result, Select select, List<StoredEvent> group) {
    for (HogQl.Item item : select.items()) {
      Object value = HogQlValues.of(item.expression(), group);
      if (value == null) {
        result.addNull();
      } else if (value instanceof Long number) {
        result.add(number);
      } else {
        result.add(HogQlValues.written(value));
      }
    }
  }
}

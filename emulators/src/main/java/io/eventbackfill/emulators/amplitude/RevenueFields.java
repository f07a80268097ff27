package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** Exports have no revenue columns: what was sent as such is found in the event properties. */
final class RevenueFields {

  private static final List<String> NAMES =
      List.of("price", "quantity", "revenue", "productId", "revenueType", "currency");

  private RevenueFields() {}

  /** Adds the revenue fields of {@code sent}, with a dollar sign before their names. */
  static ObjectNode merge(ObjectNode properties, ObjectNode sent) {
    for (String name : NAMES) {
      if (sent.hasNonNull(name)) {
        properties.set("$" + name, sent.get(name));
      }
    }
    if (sent.hasNonNull("price")) {
      // Batch Event Upload API: price times quantity wins over a revenue; quantity defaults to 1.
      JsonNode quantity = sent.path("quantity");
      BigDecimal factor = quantity.isNumber() ? quantity.decimalValue() : BigDecimal.ONE;
      BigDecimal price = sent.path("price").decimalValue();
      properties.set("$revenue", DecimalNode.valueOf(price.multiply(factor)));
    }
    return properties;
  }
}

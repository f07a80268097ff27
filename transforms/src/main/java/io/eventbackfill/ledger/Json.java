package io.eventbackfill.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;

/** The ledger's objects that people may read: JSON, each with its kind and version. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A new object of a kind. */
  static ObjectNode of(String kind, int version) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("event_backfill_" + kind, version);
    return json;
  }

  static byte[] bytes(ObjectNode json) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is no JSON", e);
    }
  }

  /**
   * Reads an object of a kind.
   *
   * @throws LedgerRefusedException if it is none, is damaged, or is of another version
   */
  static <T> T read(Store store, String name, String kind, int version, Function<JsonNode, T> parse)
      throws IOException {
    byte[] bytes = store.read(name);
    String address = store.address(name);
    JsonNode json;
    try {
      json = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new LedgerRefusedException(address + " of the ledger is damaged: it is no JSON", e);
    }
    int found = json.path("event_backfill_" + kind).asInt(-1);
    if (found != version) {
      throw new LedgerRefusedException(
          "%s of the ledger is %s; this release reads version %d"
              .formatted(address, found < 0 ? "no " + kind : "of version " + found, version));
    }
    try {
      return parse.apply(json);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new LedgerRefusedException(address + " of the ledger is damaged: " + e.getMessage(), e);
    }
  }

  /** A text that must be there. */
  static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value.textValue();
  }

  static Instant instant(JsonNode json, String field) {
    return Instant.parse(text(json, field));
  }
}

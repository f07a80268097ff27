package io.eventbackfill.emulators;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON into trees whose numbers are written back character for character: {@code 1.50},
 * {@code 1e400} and integers of any length survive. Two numbers are equal if their texts are.
 */
public final class ExactJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(10_000)
                  .maxNameLength(1_000_000)
                  .maxStringLength(64 << 20)
                  .build())
          .build();

  private static final ObjectMapper WRITER = new ObjectMapper();

  private ExactJson() {}

  /** A parser of UTF-8 text that stands before the first token. */
  public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    return FACTORY.createParser(bytes, from, to - from);
  }

  /**
   * Reads exactly one JSON value.
   *
   * @throws IOException if the bytes are not one JSON value
   */
  public static JsonNode parse(byte[] bytes) throws IOException {
    return parse(bytes, 0, bytes.length);
  }

  /** As {@link #parse(byte[])}, of the bytes from {@code from} to before {@code to}. */
  public static JsonNode parse(byte[] bytes, int from, int to) throws IOException {
    try (JsonParser parser = parser(bytes, from, to)) {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "no value");
      }
      JsonNode node = read(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return node;
    }
  }

  /** Reads the value that begins with the parser's current token, up to its last token. */
  public static JsonNode read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "unexpected end");
    }
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> new ExactNumber(parser.getText());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.getInstance();
      default -> throw new JsonParseException(parser, "unexpected " + token);
    };
  }

  /** The tree as compact UTF-8. */
  public static byte[] write(JsonNode node) {
    try {
      return WRITER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  private static ObjectNode readObject(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      object.set(name, read(parser));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    if (parser.getText().equals("-0")) {
      return new ExactNumber("-0");
    }
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}

package io.eventbackfill.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.common.base.Utf8;
import io.eventbackfill.model.JsonValue.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds where the values of a JSON document begin and end, checking its syntax on the way. */
final class JsonScanner {
  /**
   * Takes the bytes for the UTF-8 they were checked to be: a row with NULs in it looks like UTF-16
   * to the parser, whose offsets are then useless. Strings may be as long as a row may be.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** Rows of exports have 40 to 55 members; a table with room for them need not grow. */
  private static final int ROOM_FOR_A_ROW = 96;

  private JsonScanner() {}

  static JsonValue value(byte[] document) throws MalformedJsonException {
    if (!Utf8.isWellFormed(document)) {
      throw new MalformedJsonException("not valid UTF-8");
    }
    try (JsonParser parser = FACTORY.createParser(document)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("no content");
      }
      JsonValue value = read(parser, document, 0);
      requireEnd(parser);
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(said(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  static Map<String, JsonValue> object(byte[] json, int from, int to)
      throws MalformedJsonException {
    try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("not an object");
      }
      Map<String, JsonValue> members =
          new LinkedHashMap<>(Math.min(ROOM_FOR_A_ROW, (to - from) / 8));
      String name;
      while ((name = parser.nextFieldName()) != null) {
        parser.nextToken();
        members.put(name, read(parser, json, from));
      }
      requireEnd(parser);
      return members;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(said(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** As {@link #object}, for bytes that were scanned before. */
  static Map<String, JsonValue> trustedObject(byte[] json, int from, int to) {
    try {
      return object(json, from, to);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("scanned JSON does not scan again", e);
    }
  }

  static List<JsonValue> trustedArray(byte[] json, int from, int to) {
    List<JsonValue> elements = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(parser, json, from));
      }
      return elements;
    } catch (IOException e) {
      throw new UncheckedIOException("scanned JSON does not scan again", e);
    }
  }

  static String string(byte[] json, int from, int to) {
    try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("scanned JSON does not scan again", e);
    }
  }

  static boolean hasStringLongerThan(byte[] json, int from, int to, int characters) {
    try (JsonParser parser = FACTORY.createParser(json, from, to - from)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        if (token == JsonToken.VALUE_STRING && parser.getTextLength() > characters) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("scanned JSON does not scan again", e);
    }
  }

  /**
   * Reads the value whose first token is current; offsets of the parser count from {@code base}.
   */
  private static JsonValue read(JsonParser parser, byte[] json, int base) throws IOException {
    int from = base + (int) parser.currentTokenLocation().getByteOffset();
    Kind kind = kind(parser.currentToken());
    int depth = kind == Kind.OBJECT || kind == Kind.ARRAY ? skip(parser) : 0;
    parser.finishToken();
    int to = base + (int) parser.currentLocation().getByteOffset();
    return new JsonValue(json, from, to, kind, depth);
  }

  private static int skip(JsonParser parser) throws IOException {
    int deepest = 1;
    int open = 1;
    while (open > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IllegalStateException("the parser ended inside a value without complaint");
      }
      if (token.isStructStart()) {
        deepest = Math.max(deepest, ++open);
      } else if (token.isStructEnd()) {
        open--;
      }
    }
    return deepest;
  }

  private static Kind kind(@Nullable JsonToken token) {
    if (token == null) {
      throw new IllegalStateException("no token");
    }
    return switch (token) {
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      case VALUE_STRING -> Kind.STRING;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case VALUE_NULL -> Kind.NULL;
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value starts with " + token);
    };
  }

  private static void requireEnd(JsonParser parser) throws IOException, MalformedJsonException {
    if (parser.nextToken() != null) {
      throw new MalformedJsonException("more than one value");
    }
  }

  /** The parser's message without its excerpt of the source. */
  private static String said(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String said = e.getOriginalMessage();
    return at == null ? said : said + " at byte " + at.getByteOffset();
  }
}

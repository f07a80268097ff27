package io.eventbackfill.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to write a row, however its source wrote it. Only ever hashed, never sent.
 *
 * <p>Members are sorted by name (UTF-16 order), members that are null are left out at every depth,
 * there is no white space, strings are written by their content whatever escapes the source used,
 * numbers by their own text: {@code 1} and {@code 1.0} differ. Of equal names the last counts.
 */
public final class CanonicalJson {

  /** What was scanned before is read again, so no string in it is too long. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private CanonicalJson() {}

  /** A row, or an object's members, as bytes to hash. */
  public static byte[] of(Map<String, JsonValue> fields) {
    Map<String, Object> sorted = new TreeMap<>();
    fields.forEach(
        (name, value) -> {
          if (!value.isNull()) {
            sorted.put(name, read(value));
          }
        });
    StringBuilder out = new StringBuilder();
    write(sorted, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Object read(JsonValue value) {
    try (JsonParser parser = FACTORY.createParser(value.toBytes())) {
      parser.nextToken();
      return read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("scanned JSON does not scan again", e);
    }
  }

  /** Objects as sorted maps, arrays as lists, anything else as the text to write. */
  private static Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> members = new TreeMap<>();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
          members.remove(name);
        } else {
          members.put(name, read(parser));
        }
      }
      return members;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(read(parser));
      }
      return elements;
    }
    String text = parser.getText();
    return token == JsonToken.VALUE_STRING ? JsonValue.of(text).toString() : text;
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> members) {
      char separator = '{';
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(separator).append(JsonValue.of((String) member.getKey())).append(':');
        write(member.getValue(), out);
        separator = ',';
      }
      out.append(members.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> elements) {
      char separator = '[';
      for (Object element : elements) {
        out.append(separator);
        write(element, out);
        separator = ',';
      }
      out.append(elements.isEmpty() ? "[]" : "]");
    } else {
      out.append(value);
    }
  }
}

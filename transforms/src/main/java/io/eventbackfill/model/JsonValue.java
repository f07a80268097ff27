package io.eventbackfill.model;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as a slice of the bytes it was read from. Immutable.
 *
 * <p>Nothing is decoded until asked for, and what is passed on keeps the source's own bytes: a
 * number of any size or precision, the order of keys and every escape survive unchanged.
 */
public final class JsonValue {

  /** What kind of value it is. */
  public enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  public static final JsonValue NULL = literal("null", Kind.NULL);
  public static final JsonValue TRUE = literal("true", Kind.BOOLEAN);
  public static final JsonValue FALSE = literal("false", Kind.BOOLEAN);

  private final byte[] json;
  private final int from;
  private final int to;
  private final Kind kind;
  private final int depth;

  JsonValue(byte[] json, int from, int to, Kind kind, int depth) {
    this.json = json;
    this.from = from;
    this.to = to;
    this.kind = kind;
    this.depth = depth;
  }

  /** A string. */
  public static JsonValue of(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
      out.append(c);
    }
    out.append('"');
    escapeLoneSurrogates(out);
    byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    return new JsonValue(bytes, 0, bytes.length, Kind.STRING, 0);
  }

  /** An integer. */
  public static JsonValue of(long number) {
    return literal(Long.toString(number), Kind.NUMBER);
  }

  /** An object of these members, in the map's order. */
  public static JsonValue object(Map<String, JsonValue> members) {
    JsonObjectWriter out = new JsonObjectWriter();
    int deepest = 0;
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      out.put(member.getKey(), member.getValue());
      deepest = Math.max(deepest, member.getValue().depth);
    }
    byte[] bytes = out.end();
    return new JsonValue(bytes, 0, bytes.length, Kind.OBJECT, deepest + 1);
  }

  /**
   * Reads one whole document.
   *
   * @throws MalformedJsonException if it is not JSON, or more than one value
   */
  public static JsonValue parse(byte[] document) throws MalformedJsonException {
    return JsonScanner.value(document);
  }

  /** Reads one whole document that stands in a text; null if the text is none. */
  public static @Nullable JsonValue parseText(String text) {
    byte[] document = text.getBytes(StandardCharsets.UTF_8);
    if (!text.equals(new String(document, StandardCharsets.UTF_8)) || text.indexOf('\0') >= 0) {
      // Half a surrogate pair has no form in UTF-8, and a replacement would be silent. NUL can't
      // stand in JSON, and looks to a parser like another encoding.
      return null;
    }
    try {
      return parse(document);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /**
   * Reads one document that must be an object, to its first level. Of members with equal names the
   * last one counts.
   *
   * @throws MalformedJsonException if it is anything but one JSON object
   */
  public static Map<String, JsonValue> parseObject(byte[] document) throws MalformedJsonException {
    return JsonScanner.object(document, 0, document.length);
  }

  public Kind kind() {
    return kind;
  }

  public boolean isNull() {
    return kind == Kind.NULL;
  }

  /** How many objects and arrays lie inside each other, 0 for a plain value. */
  public int depth() {
    return depth;
  }

  /** Length in bytes, as written. */
  public int length() {
    return to - from;
  }

  /**
   * A string's content; a number's or a boolean's own text, digit for digit. Null for JSON null,
   * objects and arrays.
   */
  public @Nullable String text() {
    return switch (kind) {
      case STRING -> decoded();
      case NUMBER, BOOLEAN -> toString();
      case NULL, OBJECT, ARRAY -> null;
    };
  }

  /** The members of an object in its order, no members for anything else. */
  public Map<String, JsonValue> members() {
    return kind == Kind.OBJECT ? JsonScanner.trustedObject(json, from, to) : Map.of();
  }

  /** The elements of an array, no elements for anything else. */
  public List<JsonValue> elements() {
    return kind == Kind.ARRAY ? JsonScanner.trustedArray(json, from, to) : List.of();
  }

  /** True if a string in it, at any depth, has more than this many characters. */
  public boolean hasStringLongerThan(int characters) {
    return length() > characters && JsonScanner.hasStringLongerThan(json, from, to, characters);
  }

  /** Appends the value's bytes. */
  public void writeTo(ByteArrayOutputStream out) {
    out.write(json, from, to - from);
  }

  void writeTo(ByteSink out) {
    out.put(json, from, to - from);
  }

  /** True if the value's bytes hold one of these. */
  public boolean holds(char one, char other) {
    for (int i = from; i < to; i++) {
      if (json[i] == one || json[i] == other) {
        return true;
      }
    }
    return false;
  }

  /** This value with bytes of its own, without those around it. */
  public JsonValue detached() {
    return new JsonValue(toBytes(), 0, length(), kind, depth);
  }

  /** A copy of the value's bytes. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(json, from, to);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonValue that
        && Arrays.equals(json, from, to, that.json, that.from, that.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + json[i];
    }
    return hash;
  }

  /** The value as JSON text. */
  @Override
  public String toString() {
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  private String decoded() {
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return JsonScanner.string(json, from, to);
      }
    }
    return new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private static JsonValue literal(String text, Kind kind) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonValue(bytes, 0, bytes.length, kind, 0);
  }

  /** UTF-8 has no form for half a surrogate pair; JSON's escape does. */
  private static void escapeLoneSurrogates(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else {
        String escape = String.format("\\u%04x", (int) c);
        text.replace(i, i + 1, escape);
        i += escape.length() - 1;
      }
    }
  }
}

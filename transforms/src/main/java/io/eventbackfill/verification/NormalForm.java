package io.eventbackfill.verification;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One way to write a JSON value, however the two sides write it: members sorted, those that are
 * null left out, strings by their content and cut, numbers by their value and every digit of it.
 */
final class NormalForm {
  /** To compute with more digits takes long, and nobody rewrites such a number. */
  private static final int LONGEST_NUMBER = 400;

  private final int longestString;

  /**
   * A form.
   *
   * @param longestString characters of a string that count
   */
  NormalForm(int longestString) {
    this.longestString = longestString;
  }

  /** The value's form, as JSON. */
  String of(JsonValue value) {
    StringBuilder out = new StringBuilder(Math.max(16, value.length()));
    write(value, out);
    return out.toString();
  }

  /** An object's form, every member of which is a list. */
  String ofLists(JsonValue object) {
    if (object.kind() != Kind.OBJECT) {
      return of(object);
    }
    StringBuilder out = new StringBuilder(object.length());
    char separator = '{';
    for (Map.Entry<String, JsonValue> member : sorted(object).entrySet()) {
      boolean list = member.getValue().kind() == Kind.ARRAY;
      out.append(separator).append(JsonValue.of(cut(member.getKey()))).append(':');
      out.append(list ? "" : "[");
      write(member.getValue(), out);
      out.append(list ? "" : "]");
      separator = ',';
    }
    return out.append(separator == '{' ? "{}" : "}").toString();
  }

  private void write(JsonValue value, StringBuilder out) {
    switch (value.kind()) {
      case OBJECT -> object(value, out);
      case ARRAY -> array(value, out);
      case STRING -> out.append(JsonValue.of(cut(String.valueOf(value.text()))));
      case NUMBER -> out.append(number(value.toString()));
      case BOOLEAN, NULL -> out.append(value);
    }
  }

  private void object(JsonValue object, StringBuilder out) {
    char separator = '{';
    for (Map.Entry<String, JsonValue> member : sorted(object).entrySet()) {
      out.append(separator).append(JsonValue.of(cut(member.getKey()))).append(':');
      write(member.getValue(), out);
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private void array(JsonValue array, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (JsonValue element : array.elements()) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(']');
  }

  private static SortedMap<String, JsonValue> sorted(JsonValue object) {
    SortedMap<String, JsonValue> sorted = new TreeMap<>(object.members());
    sorted.values().removeIf(JsonValue::isNull);
    return sorted;
  }

  /** Never through the middle of a surrogate pair: half a character has no form in UTF-8. */
  private String cut(String text) {
    return cut(text, longestString);
  }

  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  private static String number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    try {
      return new BigDecimal(text).stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits.
      return text;
    }
  }
}

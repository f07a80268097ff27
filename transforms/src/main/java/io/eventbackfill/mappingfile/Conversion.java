package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.NumberText;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code as:}. The set is closed. A conversion gives a value, JSON null for none,
 * or Java's null where the value is not usable; what fits already passes byte for byte.
 */
public enum Conversion {
  TEXT("text as it is; numbers and booleans by their own digits and letters") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      String text = value.text();
      return value.kind() == Kind.STRING || text == null ? textOnly(value) : JsonValue.of(text);
    }
  },
  TRIM("as text, without white space around it; none if nothing is left") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      String text = value.text();
      if (text == null) {
        return null;
      }
      String trimmed = text.strip();
      return trimmed.isEmpty() ? JsonValue.NULL : JsonValue.of(trimmed);
    }
  },
  LOWER("as text, in lower case") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      String text = value.text();
      return text == null ? null : JsonValue.of(text.toLowerCase(Locale.ROOT));
    }
  },
  UPPER("as text, in upper case") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      String text = value.text();
      return text == null ? null : JsonValue.of(text.toUpperCase(Locale.ROOT));
    }
  },
  INTEGER("whole numbers of any size, and text of digits: 7, 7.0, \"007\", \" +7 \"") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      JsonValue number = NUMBER.convert(value);
      if (number == null || number.isNull()) {
        return number;
      }
      String plain = NumberText.plain(number.toString(), MOST_DIGITS);
      if (plain == null || plain.indexOf('.') >= 0) {
        return null;
      }
      return plain.equals(number.toString()) ? number : JsonValue.parseText(plain);
    }
  },
  NUMBER(
      "numbers digit for digit, and text of one: \"1.50\", \"-.5\", \"1e3\"; no commas, no units") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      if (value.kind() == Kind.NUMBER) {
        return value;
      }
      String text = value.kind() == Kind.STRING ? value.text() : null;
      if (text == null) {
        return null;
      }
      String stripped = text.strip();
      return stripped.isEmpty() ? JsonValue.NULL : number(stripped);
    }
  },
  BOOLEAN("true and false; as text or number also t, f, yes, no, y, n, 1, 0, in any case") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      if (value.kind() == Kind.BOOLEAN) {
        return value;
      }
      String text = value.text();
      String word = text == null ? "?" : text.strip().toLowerCase(Locale.ROOT);
      if (word.isEmpty()) {
        return JsonValue.NULL;
      }
      return YES.contains(word) ? JsonValue.TRUE : NO.contains(word) ? JsonValue.FALSE : null;
    }
  },
  JSON("text that holds JSON becomes what it holds; anything but text is itself") {
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      String text = value.kind() == Kind.STRING ? value.text() : null;
      if (text == null) {
        return value;
      }
      return text.isBlank() ? JsonValue.NULL : JsonValue.parseText(text);
    }
  },
  TIME("what time: takes, by the same format and zone; becomes 2024-03-01T12:00:00.123Z") {
    /** Needs a format: {@link TimeText} does it. */
    @Override
    @Nullable JsonValue convert(JsonValue value) {
      throw new IllegalStateException("a time needs a format");
    }
  };

  private static final Set<String> YES = Set.of("true", "t", "yes", "y", "1");
  private static final Set<String> NO = Set.of("false", "f", "no", "n", "0");

  /** Numbers are longer in no table; one of a billion digits could be written in ten characters. */
  private static final int MOST_DIGITS = 400;

  private static final Pattern NUMBER_TEXT =
      Pattern.compile("([+-]?)(?=\\.?\\d)0*(\\d{0,400})(\\.\\d{1,400})?([eE][+-]?\\d{1,4})?");

  private final String accepts;

  Conversion(String accepts) {
    this.accepts = accepts;
  }

  /** What it takes and makes, in words. */
  public String accepts() {
    return accepts;
  }

  /** The word in a document. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The converted value, JSON null for none, or null if it is unusable; given no JSON null. */
  abstract @Nullable JsonValue convert(JsonValue value);

  private static @Nullable JsonValue textOnly(JsonValue value) {
    return value.kind() == Kind.STRING ? value : null;
  }

  private static @Nullable JsonValue number(String text) {
    Matcher parts = NUMBER_TEXT.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String whole = parts.group(2).isEmpty() ? "0" : parts.group(2);
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    String exponent = parts.group(4) == null ? "" : parts.group(4);
    return JsonValue.parseText(
        (parts.group(1).equals("-") ? "-" : "") + whole + fraction + exponent);
  }
}

package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How JSON is laid out, told by its first 64 KiB. In doubt it is lines: there a damaged row costs
 * only itself.
 */
enum TextShape {
  /** One value a line; also what is no JSON at all. */
  LINES,
  /** One array, on any number of lines. */
  ARRAY,
  /** Objects one after the other, on more than one line each. */
  OBJECTS;

  private static final int LOOKED_AT = 64 * 1024;

  /** The longest token that is no string, cut anywhere, looks like damage. */
  private static final int LONGEST_TOKEN = 16;

  /** An object as programs indent it, whatever its values are. */
  private static final Pattern INDENTED = Pattern.compile("\\{[ \t\r]*\n\\s*\"");

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  /** Looks at the beginning and leaves the input where it was. */
  static TextShape of(BufferedInputStream in) {
    byte[] bytes = SourceReader.head(in, LOOKED_AT);
    // Of the characters only those of JSON's own syntax matter, and a byte order mark is none.
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    int start = head.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    while (start < head.length() && isBlank(head.charAt(start))) {
      start++;
    }
    if (head.startsWith("[", start)) {
      return array(bytes, head, start);
    }
    return head.startsWith("{", start) ? object(bytes, head, start) : LINES;
  }

  private static TextShape array(byte[] bytes, String head, int start) {
    First first = First.of(bytes, start);
    return switch (first.state()) {
      case WHOLE -> isLine(head, start, first.end()) ? LINES : ARRAY;
      case BEGUN -> ARRAY;
      case DAMAGED -> first.holdsObject() ? ARRAY : LINES;
    };
  }

  /** True if an array stands on one line and others follow, as damaged rows may. */
  private static boolean isLine(String head, int start, int end) {
    int feed = head.indexOf('\n', start);
    return (feed < 0 || feed >= end) && !head.chars().skip(end).allMatch(c -> isBlank((char) c));
  }

  private static TextShape object(byte[] bytes, String head, int start) {
    First first = First.of(bytes, start);
    int feed = head.indexOf('\n', start);
    boolean indented =
        switch (first.state()) {
          case WHOLE -> feed >= 0 && feed < first.end();
          case BEGUN -> feed >= 0;
          case DAMAGED -> INDENTED.matcher(head).region(start, head.length()).lookingAt();
        };
    return indented ? OBJECTS : LINES;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private enum State {
    WHOLE,
    BEGUN,
    DAMAGED
  }

  /**
   * The first value.
   *
   * @param end where it ends, or as far as it was understood
   * @param holdsObject true if it is an array whose first element is an object
   */
  private record First(State state, int end, boolean holdsObject) {

    static First of(byte[] head, int start) {
      boolean holdsObject = false;
      try (JsonParser parser = FACTORY.createParser(head, start, head.length - start)) {
        try {
          parser.nextToken();
          JsonToken second = parser.nextToken();
          holdsObject = second == JsonToken.START_OBJECT;
          int open = second.isStructStart() ? 2 : second.isStructEnd() ? 0 : 1;
          while (open > 0) {
            JsonToken token = parser.nextToken();
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
          }
          int end = start + (int) parser.currentLocation().getByteOffset();
          return new First(State.WHOLE, end, holdsObject);
        } catch (JsonEOFException e) {
          return new First(State.BEGUN, head.length, holdsObject);
        } catch (JsonProcessingException e) {
          int at = start + (int) parser.currentLocation().getByteOffset();
          boolean cut = head.length == LOOKED_AT && at >= head.length - LONGEST_TOKEN;
          return new First(cut ? State.BEGUN : State.DAMAGED, at, holdsObject);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("reading from memory", e);
      }
    }
  }
}

package io.eventbackfill.model;

/**
 * Writes one JSON object, member by member in the order they are put in, which is the caller's
 * business, as is that no name is put in twice, and that each object begun in it is ended. Not
 * thread-safe.
 */
public final class JsonObjectWriter {
  private static final int FIRST_CAPACITY = 1024;

  private final ByteSink out = new ByteSink(FIRST_CAPACITY);
  private char separator = '{';

  /** Appends a member that is a text. */
  public void put(String name, String text) {
    name(name);
    text(text);
  }

  /** Appends a member that is an integer. */
  public void put(String name, long number) {
    name(name);
    out.putAscii(Long.toString(number));
  }

  /** Appends a member as it is written. */
  public void put(String name, JsonValue value) {
    name(name);
    value.writeTo(out);
  }

  /** Begins a member that is an object: what is put in next are its members. */
  public void beginObject(String name) {
    name(name);
    separator = '{';
  }

  /** Ends the object begun last. */
  public void endObject() {
    if (separator == '{') {
      out.put('{');
    }
    out.put('}');
    separator = ',';
  }

  /** The whole object; nothing may be appended any more. */
  public byte[] end() {
    endObject();
    return out.toBytes();
  }

  private void name(String name) {
    out.put(separator);
    separator = ',';
    text(name);
    out.put(':');
  }

  /** Most texts are ASCII without anything to escape; the others take the long way. */
  private void text(String text) {
    if (isPlain(text)) {
      out.put('"');
      out.putAscii(text);
      out.put('"');
    } else {
      JsonValue.of(text).writeTo(out);
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}

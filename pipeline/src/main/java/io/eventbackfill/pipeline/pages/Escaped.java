package io.eventbackfill.pipeline.pages;

/**
 * Text as it stands in HTML, between tags and in quoted attributes alike. What would be invisible,
 * or would turn the text around it, is shown by its number, for a name is what tells two apart.
 */
final class Escaped {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Escaped() {}

  /** Appends it. */
  static void append(String text, StringBuilder out) {
    text.codePoints().forEach(point -> append(point, out));
  }

  private static void append(int point, StringBuilder out) {
    switch (point) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n', '\t' -> out.append((char) point);
      default -> {
        if (isHidden(point)) {
          out.append(String.format("\u27e8U+%04X\u27e9", point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }

  private static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      // Languages and emoji are written with the joiners.
      case Character.FORMAT -> point != ZERO_WIDTH_JOINER && point != ZERO_WIDTH_NON_JOINER;
      default -> false;
    };
  }
}

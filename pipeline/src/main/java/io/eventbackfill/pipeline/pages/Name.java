package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;

/** A text that comes from data: it keeps its direction to itself, and a long one is cut. */
final class Name {
  /** About two lines of a phone. */
  private static final int SHOWN = 80;

  private Name() {}

  /** The text; of a long one the beginning, and all of it where the pointer rests. */
  static Html of(String text) {
    return of(text, "name");
  }

  /** The same in letters that tell O from 0: of ids, files and options. */
  static Html code(String text) {
    return of(text, "name code");
  }

  private static Html of(String text, String classes) {
    if (text.isEmpty()) {
      return tag("span", "(empty)").ofClass("muted");
    }
    if (text.codePointCount(0, text.length()) <= SHOWN) {
      return tag("bdi", text).ofClass(classes);
    }
    return tag("bdi", beginning(text, SHOWN) + "\u2026").ofClass(classes).with("title", text);
  }

  private static String beginning(String text, int points) {
    return text.substring(0, text.offsetByCodePoints(0, points));
  }
}

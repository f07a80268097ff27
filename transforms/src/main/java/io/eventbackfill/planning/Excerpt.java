package io.eventbackfill.planning;

import io.eventbackfill.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as it is shown: valid Unicode, and no longer than somebody reads. */
final class Excerpt {
  /** The most of a row or of a detail, in UTF-16 units. */
  static final int MOST_CHARACTERS = 500;

  /** No unit takes more than three bytes. */
  private static final int MOST_BYTES = 3 * (MOST_CHARACTERS + 1);

  private Excerpt() {}

  /** The beginning of a row; what is not UTF-8 in it becomes U+FFFD. */
  static String of(Bytes row) {
    int length = Math.min(row.length(), MOST_BYTES);
    return cut(Bytes.of(Arrays.copyOf(row.array(), length)).text());
  }

  /** The beginning of a text. */
  static String of(String text) {
    return cut(text);
  }

  /** A text that stays as it is when it is written as UTF-8: half a pair becomes a ?. */
  static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return wellFormed(text);
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return wellFormed(text.substring(0, MOST_CHARACTERS - (splitsPair ? 1 : 0)));
  }
}

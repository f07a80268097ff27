package io.eventbackfill.destinations.posthog;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Numbers in JSON that the server's parser refuses: those beyond 64 bits of floating point. */
final class PostHogNumbers {
  /** Without an exponent it takes 309 digits to get there. */
  private static final int SAFE_DIGITS = 308;

  private static final int MOST_SHOWN = 40;

  private PostHogNumbers() {}

  /** The first such number, or its beginning; null if there is none. */
  static @Nullable String tooLarge(byte[] json) {
    int at = 0;
    while (at < json.length) {
      byte b = json[at];
      if (b == '"') {
        at = behindString(json, at + 1);
      } else if (b == '-' || isDigit(b)) {
        int end = behindNumber(json, at);
        if (isTooLarge(json, at, end)) {
          return text(json, at, Math.min(end, at + MOST_SHOWN));
        }
        at = end;
      } else {
        at++;
      }
    }
    return null;
  }

  private static boolean isTooLarge(byte[] json, int from, int to) {
    boolean exponent = false;
    for (int i = from; i < to; i++) {
      exponent |= json[i] == 'e' || json[i] == 'E';
    }
    return (exponent || to - from > SAFE_DIGITS)
        && Double.isInfinite(Double.parseDouble(text(json, from, to)));
  }

  private static int behindString(byte[] json, int from) {
    int at = from;
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int behindNumber(byte[] json, int from) {
    int at = from + 1;
    while (at < json.length && isPartOfNumber(json[at])) {
      at++;
    }
    return at;
  }

  private static boolean isPartOfNumber(byte b) {
    return isDigit(b) || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static String text(byte[] json, int from, int to) {
    return new String(json, from, to - from, StandardCharsets.US_ASCII);
  }
}

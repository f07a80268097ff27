package io.eventbackfill.destinations.posthog;

/**
 * JSON that a strict parser reads. Half a surrogate pair can be written in JSON, as an escape, and
 * stands for no text; the server's parser refuses it, and with it the whole batch.
 */
final class PostHogText {
  private static final int ESCAPE = 6;

  private PostHogText() {}

  /** The same JSON with U+FFFD in place of each half pair; changed where it is. */
  static byte[] repaired(byte[] json) {
    int at = half(json, 0);
    while (at >= 0) {
      json[at + 2] = 'f';
      json[at + 3] = 'f';
      json[at + 4] = 'f';
      json[at + 5] = 'd';
      at = half(json, at + ESCAPE);
    }
    return json;
  }

  /** Whether it holds half a pair. */
  static boolean isBroken(byte[] json) {
    return half(json, 0) >= 0;
  }

  /** Where the next half pair is written; -1 if there is none. */
  private static int half(byte[] json, int from) {
    int at = from;
    while (at < json.length) {
      if (json[at] != '\\') {
        at++;
      } else if (!isSurrogate(json, at)) {
        // No escape but of a character by number has a backslash in it.
        at += 2;
      } else if (isHigh(json, at) && isLow(json, at + ESCAPE)) {
        at += 2 * ESCAPE;
      } else {
        return at;
      }
    }
    return -1;
  }

  private static boolean isSurrogate(byte[] json, int at) {
    return at + ESCAPE <= json.length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && (json[at + 2] | ' ') == 'd'
        && Character.digit(json[at + 3], 16) >= 8;
  }

  private static boolean isHigh(byte[] json, int at) {
    return Character.digit(json[at + 3], 16) < 12;
  }

  private static boolean isLow(byte[] json, int at) {
    return isSurrogate(json, at) && !isHigh(json, at);
  }
}

package io.eventbackfill.emulators.posthog;

/**
 * Finds escaped surrogates without their other half. The service's JSON parser refuses the whole
 * body for one; Java's takes it. (inferred from the parser's documentation)
 */
final class LoneSurrogates {

  private static final int ESCAPE = 6;

  private LoneSurrogates() {}

  /** Whether JSON, already known to be well-formed, holds one. */
  static boolean in(byte[] json) {
    for (int i = 0; i + 1 < json.length; i++) {
      if (json[i] != '\\') {
        continue;
      }
      if (json[i + 1] != 'u') {
        i++;
        continue;
      }
      char first = unit(json, i);
      if (Character.isHighSurrogate(first) && Character.isLowSurrogate(unit(json, i + ESCAPE))) {
        i += ESCAPE;
      } else if (Character.isSurrogate(first)) {
        return true;
      }
      i += ESCAPE - 1;
    }
    return false;
  }

  /** The code unit escaped at a place, or 0 if there is no escape. */
  private static char unit(byte[] json, int at) {
    if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return 0;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      unit = unit * 16 + Character.digit(json[i], 16);
    }
    return (char) unit;
  }
}

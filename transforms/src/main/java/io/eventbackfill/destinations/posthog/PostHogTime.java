package io.eventbackfill.destinations.posthog;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as PostHog reads them alike whatever its version: ISO 8601, UTC, with milliseconds. */
final class PostHogTime {
  /** 0000-01-01; the server takes earlier times for 1970 (Capture API, timestamps). */
  static final long EARLIEST = -62_167_219_200_000L;

  /** The last millisecond of the year 9999, likewise. */
  static final long LATEST = 253_402_300_799_999L;

  private PostHogTime() {}

  /**
   * The time as text, 24 characters.
   *
   * @param millis milliseconds since 1970 UTC, from {@link #EARLIEST} to {@link #LATEST}
   */
  static String text(long millis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(millis, 1000L),
            (int) Math.floorMod(millis, 1000L) * 1_000_000,
            ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    digits(text, time.getYear(), 4, '-');
    digits(text, time.getMonthValue(), 2, '-');
    digits(text, time.getDayOfMonth(), 2, 'T');
    digits(text, time.getHour(), 2, ':');
    digits(text, time.getMinute(), 2, ':');
    digits(text, time.getSecond(), 2, '.');
    digits(text, time.getNano() / 1_000_000, 3, 'Z');
    return text.toString();
  }

  private static void digits(StringBuilder text, int number, int digits, char then) {
    String plain = Integer.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    text.append(plain).append(then);
  }
}

package io.eventbackfill.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The Retry-After header in both of its forms (RFC 9110, 10.2.3). */
public final class RetryAfter {
  /** No vendor asks for more in earnest; an absurd value must not overflow or look like a hang. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * The wait a header's value asks for, a day at the most; zero for a time past and for what is
   * neither form.
   */
  public static Duration parse(String value, Instant now) {
    Duration asked = asked(value.strip(), now);
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private static Duration asked(String text, Instant now) {
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        // More digits than these are more than the longest wait.
        return text.length() > 18 ? LONGEST : Duration.ofSeconds(Long.parseLong(text));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException | ArithmeticException e) {
      return Duration.ZERO;
    }
  }
}

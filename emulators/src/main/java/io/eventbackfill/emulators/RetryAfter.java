package io.eventbackfill.emulators;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A {@code Retry-After} header in one of the two forms of RFC 9110.
 *
 * @param pause whole seconds from now
 */
public record RetryAfter(Duration pause, Form form) {

  /** How the header says it. */
  public enum Form {
    SECONDS,
    DATE
  }

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  String value(Instant now) {
    return switch (form) {
      case SECONDS -> Long.toString(pause.toSeconds());
      case DATE -> HTTP_DATE.format(now.plus(pause));
    };
  }
}

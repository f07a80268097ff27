package io.eventbackfill.emulators.amplitude;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The hours an export covers.
 *
 * @param from start of the first hour
 * @param to end of the last hour, not included
 */
record HourRange(Instant from, Instant to) {

  /** Export API: at most 365 days per call. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HH", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** Both hours are included; empty if they are missing, malformed, swapped or too far apart. */
  static Optional<HourRange> of(Map<String, String> query) {
    try {
      Instant from = hour(query.getOrDefault("start", ""));
      Instant to = hour(query.getOrDefault("end", "")).plus(Duration.ofHours(1));
      boolean sensible = from.isBefore(to) && Duration.between(from, to).compareTo(LONGEST) <= 0;
      return sensible ? Optional.of(new HourRange(from, to)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }

  private static Instant hour(String text) {
    return LocalDateTime.parse(text, HOUR).toInstant(ZoneOffset.UTC);
  }
}

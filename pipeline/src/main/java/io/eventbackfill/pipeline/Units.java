package io.eventbackfill.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts with their units, as typed on a command line. */
final class Units {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]*)");

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZES =
      Map.of(
          "", 1L,
          "B", 1L,
          "kB", 1_000L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);

  private Units() {}

  /** A time such as {@code 90s}; a bare number is not one, for its unit would be a guess. */
  static Optional<Duration> duration(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(TIMES.get(matcher.group(2)))
        .map(unit -> unit.multipliedBy(Long.parseLong(matcher.group(1))));
  }

  /** A size such as {@code 10MB}; a bare number counts bytes. */
  static Optional<Long> bytes(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(SIZES.get(matcher.group(2)))
        .map(unit -> Math.multiplyExact(unit, Long.parseLong(matcher.group(1))));
  }
}

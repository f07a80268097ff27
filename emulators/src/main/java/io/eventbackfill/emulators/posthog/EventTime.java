package io.eventbackfill.emulators.posthog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what an event says of its time to the timestamp that is stored. It never fails: what cannot
 * be read becomes now. (Timestamps)
 */
final class EventTime {

  private static final Duration MOST_AHEAD = Duration.ofHours(23);

  private static final Pattern SHORT_ZONE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?[+-]\\d{2}");

  private static final DateTimeFormatter BLANK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSSSS][.SSSSSS][.SSS]", Locale.ROOT);

  /** In the order in which the service tries them; a form without a zone is read as UTC. */
  private static final List<Function<String, Instant>> FORMS =
      List.of(
          text -> OffsetDateTime.parse(zoned(text)).toInstant(),
          EventTime::number,
          text -> LocalDateTime.parse(text, BLANK).toInstant(ZoneOffset.UTC),
          text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant(),
          text -> slashed(text, "yyyy/M/d"),
          text -> slashed(text, "M/d/yyyy"),
          text -> OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
          text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));

  private EventTime() {}

  /** Reads a text in any form that the service knows. */
  static Optional<Instant> parse(String text) {
    for (Function<String, Instant> form : FORMS) {
      try {
        return Optional.of(form.apply(text));
      } catch (DateTimeParseException e) {
        // The next form may fit.
      } catch (DateTimeException | NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** RFC 3339 alone, which is all that v1 takes. */
  static Optional<Instant> strict(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What is stored for an event received at {@code now}. */
  static Instant stored(CapturedEvent.Timing timing, @Nullable Instant sentAt, Instant now) {
    Instant told = told(timing, timing.corrected() ? sentAt : null, now);
    if (told.isAfter(now.plus(MOST_AHEAD))) {
      told = now;
    }
    int year = told.atOffset(ZoneOffset.UTC).getYear();
    Instant kept = year < 0 || year > 9999 ? Instant.EPOCH : told;
    return kept.truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant told(CapturedEvent.Timing timing, @Nullable Instant sentAt, Instant now) {
    Long offset = timing.offset();
    if (offset != null) {
      return now.minusMillis(offset);
    }
    String text = timing.timestamp();
    Optional<Instant> read = text == null ? Optional.empty() : parse(text);
    if (read.isEmpty()) {
      return now;
    }
    Duration skew = sentAt == null ? Duration.ZERO : Duration.between(now, sentAt);
    return read.get().minus(skew);
  }

  private static String zoned(String text) {
    return SHORT_ZONE.matcher(text).matches() ? text + ":00" : text;
  }

  /** Seconds, milliseconds or nanoseconds, told apart by the number of digits. */
  private static Instant number(String text) {
    if (!text.matches("\\d+")) {
      throw new DateTimeParseException("not a number", text, 0);
    }
    return switch (text.length()) {
      case 10 -> Instant.ofEpochSecond(Long.parseLong(text));
      case 13 -> Instant.ofEpochMilli(Long.parseLong(text));
      case 19 -> Instant.EPOCH.plusNanos(Long.parseLong(text));
      default -> throw new DateTimeException("neither seconds nor milliseconds: " + text);
    };
  }

  private static Instant slashed(String text, String pattern) {
    DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    return LocalDate.parse(text, form).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

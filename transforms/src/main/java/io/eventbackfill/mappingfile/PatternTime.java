package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Text in a form that a pattern of java.time describes, in English; dates that do not exist are no
 * times. Without a time of day it is midnight.
 */
final class PatternTime extends TimeFormat {

  /**
   * A day above 12, an afternoon, and digits in every field, so that a pattern shows what it loses.
   */
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2023, 11, 25, 14, 35, 46, 123_456_789, ZoneOffset.UTC);

  private final String pattern;
  private final DateTimeFormatter formatter;

  private PatternTime(String pattern, DateTimeFormatter formatter, ZoneId zone) {
    super(zone);
    this.pattern = pattern;
    this.formatter = formatter;
  }

  /**
   * The format of a pattern.
   *
   * @throws IllegalArgumentException if it is no pattern, or does not tell a day; the message says
   *     what is wrong
   */
  static PatternTime of(String pattern, ZoneId zone) {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(pattern)
            // A strict reader would want to be told the era of yyyy.
            .parseDefaulting(ChronoField.ERA, 1)
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
    PatternTime format = new PatternTime(pattern, formatter, zone);
    try {
      TemporalAccessor read = formatter.parse(formatter.format(SAMPLE));
      LocalDate date = read.query(TemporalQueries.localDate());
      if (!SAMPLE.toLocalDate().equals(date)) {
        throw new IllegalArgumentException("it does not tell year, month and day");
      }
      LocalTime time = read.query(TemporalQueries.localTime());
      if (time != null && time.getHour() != SAMPLE.getHour()) {
        throw new IllegalArgumentException("it does not tell the hour of 24");
      }
      if (time == null && mayTellHours(read)) {
        throw new IllegalArgumentException(
            "it does not tell the time of day: HH:mm, or hh:mm a with the half of the day");
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("what it writes it can't read: " + e.getMessage(), e);
    }
    return format;
  }

  private static boolean mayTellHours(TemporalAccessor read) {
    return read.isSupported(ChronoField.HOUR_OF_DAY)
        || read.isSupported(ChronoField.CLOCK_HOUR_OF_AMPM)
        || read.isSupported(ChronoField.HOUR_OF_AMPM)
        || read.isSupported(ChronoField.MINUTE_OF_HOUR);
  }

  @Override
  long micros(JsonValue value, Findings findings, String label) {
    String text = value.text();
    if (text == null) {
      return UNUSABLE;
    }
    TemporalAccessor read;
    try {
      read = formatter.parse(text.strip());
    } catch (DateTimeException e) {
      return UNUSABLE;
    }
    LocalDate date = read.query(TemporalQueries.localDate());
    LocalTime time = read.query(TemporalQueries.localTime());
    if (date == null) {
      return UNUSABLE;
    }
    LocalTime ofDay = time == null ? LocalTime.MIDNIGHT : time;
    ZoneId own = read.query(TemporalQueries.zone());
    ZonedDateTime zoned = ZonedDateTime.of(date, ofDay, own == null ? ZoneOffset.UTC : own);
    long micros = micros(zoned.toEpochSecond(), zoned.getNano());
    return own != null || micros == UNUSABLE ? micros : inZone(micros, findings, label);
  }

  @Override
  String description() {
    return "a time of the form " + pattern;
  }
}

package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/**
 * The export's timestamps as microseconds since 1970 UTC. Without a zone they are UTC, whatever the
 * machine's zone is.
 *
 * <pre>
 * yyyy-MM-dd HH:mm:ss[.f to .fffffffff][zone]    as exports really are
 * yyyy-MM-ddTHH:mm:ss[.f to .fffffffff][zone]    as the vendor's pages show them
 * yyyy:MM:dd HH:mm:ss[.f to .fffffffff][zone]    as exports were for some days of May 2022
 *
 * zone: Z, UTC, +hh, +hhmm, +hh:mm (or minus), after a space or none (as warehouses print it)
 * </pre>
 *
 * <p>Anything else is unusable: dates that do not exist, a leap second, and numbers, whose unit
 * would be a guess. Digits beyond microseconds are cut, so an event never moves into the future.
 *
 * <p>Written by hand, since it runs three times for every row and a formatter makes a dozen objects
 * each time.
 */
public final class ExportTime {
  /** Stands for a timestamp that can't be read; no timestamp has this value. */
  public static final long UNUSABLE = Long.MIN_VALUE;

  private static final int SECONDS_END = "yyyy-MM-dd HH:mm:ss".length();
  private static final int MAX_FRACTION_DIGITS = 9;
  private static final int MICRO_DIGITS = 6;

  /** No offset on Earth is larger; {@link java.time.ZoneOffset} has the same bound. */
  private static final int MAX_OFFSET_HOURS = 18;

  private ExportTime() {}

  static long micros(JsonValue value) {
    String text = value.kind() == Kind.STRING ? value.text() : null;
    return text == null ? UNUSABLE : micros(text);
  }

  /** True if a usable timestamp is written with colons in its date. */
  static boolean isOdd(JsonValue value) {
    String text = value.text();
    return text != null && text.length() >= SECONDS_END && text.charAt(4) == ':';
  }

  /** Microseconds since 1970 UTC, or {@link #UNUSABLE}. */
  public static long micros(String text) {
    if (text.length() < SECONDS_END || !hasSeparators(text)) {
      return UNUSABLE;
    }
    long day = epochDay(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
    int second = secondOfDay(digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19));
    int fractionEnd = fractionEnd(text);
    if (day == UNUSABLE || second < 0 || fractionEnd < 0) {
      return UNUSABLE;
    }
    long offset = offsetSeconds(text, fractionEnd);
    if (offset == UNUSABLE) {
      return UNUSABLE;
    }
    long seconds = day * 86_400L + second - offset;
    return seconds * 1_000_000L + fractionMicros(text, fractionEnd);
  }

  /** True if a text that is a timestamp says in which zone. */
  public static boolean namesZone(String text) {
    return fractionEnd(text) != text.length();
  }

  private static boolean hasSeparators(String text) {
    char date = text.charAt(4);
    char middle = text.charAt(10);
    return (date == '-' || date == ':')
        && text.charAt(7) == date
        && (middle == ' ' || middle == 'T')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  private static long epochDay(int year, int month, int day) {
    if (year < 0 || month < 1 || month > 12 || day < 1) {
      return UNUSABLE;
    }
    if (day > Month.of(month).length(Year.isLeap(year))) {
      return UNUSABLE;
    }
    return LocalDate.of(year, month, day).toEpochDay();
  }

  /** Negative if there is no such time of day. */
  private static int secondOfDay(int hour, int minute, int second) {
    boolean exists =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    return exists ? hour * 3600 + minute * 60 + second : -1;
  }

  /** Where the fraction ends, or the seconds if there is none; negative if it is no fraction. */
  private static int fractionEnd(String text) {
    if (text.length() == SECONDS_END || text.charAt(SECONDS_END) != '.') {
      return SECONDS_END;
    }
    int end = SECONDS_END + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    int count = end - SECONDS_END - 1;
    return count >= 1 && count <= MAX_FRACTION_DIGITS ? end : -1;
  }

  private static int fractionMicros(String text, int fractionEnd) {
    int micros = 0;
    for (int i = 1; i <= MICRO_DIGITS; i++) {
      int at = SECONDS_END + i;
      micros = micros * 10 + (at < fractionEnd ? text.charAt(at) - '0' : 0);
    }
    return micros;
  }

  private static long offsetSeconds(String text, int fractionEnd) {
    int length = text.length();
    if (fractionEnd == length) {
      return 0;
    }
    int from = text.charAt(fractionEnd) == ' ' ? fractionEnd + 1 : fractionEnd;
    if (from == length) {
      return UNUSABLE;
    }
    char first = text.charAt(from);
    if (first == '+' || first == '-') {
      long ahead = offsetAhead(text, from + 1);
      return first == '-' && ahead != UNUSABLE ? -ahead : ahead;
    }
    boolean utc = text.startsWith("UTC", from) && from + 3 == length;
    return utc || (first == 'Z' && from + 1 == length) ? 0 : UNUSABLE;
  }

  private static long offsetAhead(String text, int from) {
    int length = text.length() - from;
    boolean colon = length == 5 && text.charAt(from + 2) == ':';
    if (length != 2 && length != 4 && !colon) {
      return UNUSABLE;
    }
    int hours = digits(text, from, from + 2);
    int minutes = length == 2 ? 0 : digits(text, text.length() - 2, text.length());
    if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
      return UNUSABLE;
    }
    return hours * 3600L + minutes * 60L;
  }

  /** The number these digits make; negative if one of them is none. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

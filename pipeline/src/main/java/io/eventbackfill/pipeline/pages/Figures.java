package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times, as people read them. */
final class Figures {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Figures() {}

  /** 1,234,567. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The same, of a number in a file; none counts as 0. */
  static String count(JsonNode number) {
    return count(number.asLong());
  }

  /** 1 event, 1,234 events. */
  static String count(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }

  /** 1.2M, for axes. */
  static String brief(double number) {
    String[] units = {"", "k", "M", "G", "T"};
    int unit = 0;
    double left = number;
    while (left >= 1000 && unit < units.length - 1) {
      left /= 1000;
      unit++;
    }
    return trimmed(left) + units[unit];
  }

  /** 1.2 MB, in thousands as disks and networks are sold. */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte", "bytes");
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB"};
    double left = bytes / 1000.0;
    int unit = 0;
    while (left >= 999.95 && unit < units.length - 1) {
      left /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", left, units[unit]);
  }

  /** 3 h 5 min: two units, the larger ones first. */
  static String duration(double seconds) {
    if (seconds < 10) {
      return trimmed(seconds) + " s";
    }
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return two(whole / MINUTE, "min", whole % MINUTE, "s");
    }
    // Rounded first, so that 59 min 59 s does not lose a minute on the way to hours.
    long minutes = Math.round(whole / (double) MINUTE);
    if (minutes * MINUTE < DAY) {
      return two(minutes / MINUTE, "h", minutes % MINUTE, "min");
    }
    long hours = Math.round(whole / (double) HOUR);
    return two(hours / 24, hours / 24 == 1 ? "day" : "days", hours % 24, "h");
  }

  private static String two(long large, String unit, long small, String smaller) {
    String first = count(large) + " " + unit;
    return small == 0 ? first : first + " " + small + " " + smaller;
  }

  /** 12.3 %; what is not nothing is never 0, and what is not all never 100. */
  static String share(long part, long whole) {
    if (whole == 0) {
      return "";
    }
    double percent = 100.0 * part / whole;
    if (part > 0 && percent < 0.1) {
      return "< 0.1 %";
    }
    if (part < whole && percent > 99.9) {
      return "> 99.9 %";
    }
    return trimmed(percent) + " %";
  }

  /** A time in UTC, to the second; what is no time stays as it is. */
  static String time(String iso) {
    try {
      return TIME.format(Instant.parse(iso)) + " UTC";
    } catch (DateTimeException e) {
      return iso;
    }
  }

  /** The day of a time in UTC. */
  static String day(JsonNode iso) {
    try {
      return Instant.parse(iso.asText()).atZone(ZoneOffset.UTC).toLocalDate().toString();
    } catch (DateTimeException e) {
      return "unknown";
    }
  }

  /** Three digits at most behind the first, and none that says nothing. */
  private static String trimmed(double number) {
    String text = String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A length across a chart. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * share);
  }
}

package io.eventbackfill.destinations.amplitude;

import static com.google.common.base.Preconditions.checkState;

import io.eventbackfill.model.Span;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Hours of upload, as the Export API counts them: both ends are included.
 *
 * @param first the beginning of the first hour
 * @param count how many there are, at least 1
 */
record AmplitudeExportHours(Instant first, int count) {
  /** As much as is asked for at once. */
  private static final int DAY = 24;

  /** The clock of an answer and the time in a row need not agree to the millisecond. */
  private static final long MARGIN_MILLIS = 60_000;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The hours of a span and of a minute more at both ends, by days at the most. */
  static List<AmplitudeExportHours> days(Span millis) {
    Instant from = Instant.ofEpochMilli(millis.min() - MARGIN_MILLIS).truncatedTo(ChronoUnit.HOURS);
    Instant last = Instant.ofEpochMilli(millis.max() + MARGIN_MILLIS).truncatedTo(ChronoUnit.HOURS);
    List<AmplitudeExportHours> days = new ArrayList<>();
    while (!from.isAfter(last)) {
      long left = ChronoUnit.HOURS.between(from, last) + 1;
      AmplitudeExportHours day = new AmplitudeExportHours(from, (int) Math.min(DAY, left));
      days.add(day);
      from = day.until();
    }
    return days;
  }

  private Instant until() {
    return first.plus(count, ChronoUnit.HOURS);
  }

  private Instant last() {
    return first.plus(count - 1L, ChronoUnit.HOURS);
  }

  /** The first half and the second. */
  List<AmplitudeExportHours> halves() {
    checkState(count > 1, "%s is as little as can be asked for", this);
    AmplitudeExportHours half = new AmplitudeExportHours(first, count / 2);
    return List.of(half, new AmplitudeExportHours(half.until(), count - half.count));
  }

  URI uri(URI base) {
    return base.resolve(
        "/api/2/export?start=%s&end=%s".formatted(HOUR.format(first), HOUR.format(last())));
  }

  /** A name for a file; sorts by time. */
  String name() {
    return HOUR.format(first) + "-" + HOUR.format(last()) + ".zip";
  }

  @Override
  public String toString() {
    return count == 1
        ? "the hour " + HOUR.format(first)
        : "the hours %s to %s".formatted(HOUR.format(first), HOUR.format(last()));
  }
}

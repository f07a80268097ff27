package io.eventbackfill.destinations.posthog;

import static com.google.common.base.Preconditions.checkState;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A span of event time that is asked for at once.
 *
 * @param from its beginning, included; a whole millisecond
 * @param until its end, not included; a whole millisecond
 * @param events how many there are of the load, at all times together: what was fetched when there
 *     was another number is fetched again
 */
record PostHogQueryWindow(Instant from, Instant until, long events) {
  /** All times that the events table can hold. */
  static final PostHogQueryWindow EVER =
      new PostHogQueryWindow(
          Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2299-12-31T00:00:00Z"), 0);

  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** True if it can't be divided any more. */
  boolean isSmallest() {
    return millis() <= 1;
  }

  private long millis() {
    return ChronoUnit.MILLIS.between(from, until);
  }

  /** The first half and the second. */
  List<PostHogQueryWindow> halves() {
    checkState(!isSmallest(), "%s is as little as can be asked for", this);
    return parts(2);
  }

  /** It, in so many parts of the same length, or of a millisecond each if it is shorter. */
  List<PostHogQueryWindow> parts(long most) {
    long parts = Math.max(1, Math.min(most, millis()));
    return LongStream.range(0, parts)
        .mapToObj(n -> new PostHogQueryWindow(after(n, parts), after(n + 1, parts), events))
        .toList();
  }

  private Instant after(long n, long parts) {
    return from.plusMillis(millis() * n / parts);
  }

  /** The condition that an event lies in it, in HogQL. */
  String condition() {
    return "timestamp >= toDateTime64('%s', 6, 'UTC') AND timestamp < toDateTime64('%s', 6, 'UTC')"
        .formatted(LITERAL.format(from), LITERAL.format(until));
  }

  /** A name for a file; sorts by time. */
  String name() {
    return "%s-%s-of-%d.jsonl".formatted(NAME.format(from), NAME.format(until), events);
  }

  @Override
  public String toString() {
    return from + " to " + until;
  }
}

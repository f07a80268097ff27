package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options that say which events of the input a run is about. */
final class SelectionReader {
  /** What {@link Selection} depends on. */
  static final Set<String> OPTIONS =
      Set.of("events", "excludeEvents", "since", "sourceProject", "until");

  private final BackfillOptions options;
  private final List<String> problems;

  private SelectionReader(BackfillOptions options, List<String> problems) {
    this.options = options;
    this.problems = problems;
  }

  /**
   * The selection these options describe.
   *
   * @param problems takes a sentence for each fault; the result must not be used if there is any
   */
  static Selection read(BackfillOptions options, List<String> problems) {
    return new SelectionReader(options, problems).read();
  }

  /**
   * A time, in milliseconds since 1970 UTC.
   *
   * @param problems takes a sentence if it is none
   */
  static long millis(String option, String text, List<String> problems) {
    return Math.floorDiv(micros(option, text, 0, problems), 1000L);
  }

  private Selection read() {
    long since = micros("since", options.getSince(), TimeRange.ALL.fromMicros(), problems);
    long until = micros("until", options.getUntil(), TimeRange.ALL.untilMicros(), problems);
    if (since >= until) {
      problems.add(
          "--since=%s is not before --until=%s: no event lies between"
              .formatted(options.getSince(), options.getUntil()));
    }
    Selection selection =
        new Selection(
            options.getSourceProject(),
            new TimeRange(since, until),
            names(options.getEvents()),
            names(options.getExcludeEvents()));
    for (String name : selection.contradictions()) {
      problems.add("--events and --excludeEvents both name " + name);
    }
    return selection;
  }

  private static long micros(
      String name, @Nullable String text, long otherwise, List<String> problems) {
    if (text == null) {
      return otherwise;
    }
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant(text.strip()));
    } catch (DateTimeException | ArithmeticException e) {
      problems.add(
          "--%s=%s is no time such as 2024-03-01, 2024-03-01T12:00:00Z or 2024-03-01T12:00:00+02:00"
              .formatted(name, text));
      return otherwise;
    }
  }

  /** Without a zone it is UTC, whatever the machine's zone is. */
  private static Instant instant(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d(:?\\d\\d)?");
    return zoned
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  /** Names of events may hold anything; a comma in one is written {@code \,}. */
  private static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      boolean escaped = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',';
      if (escaped) {
        name.append(',');
        i++;
      } else if (c == ',') {
        String whole = name.toString().strip();
        if (!whole.isEmpty()) {
          names.add(whole);
        }
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    return names;
  }
}

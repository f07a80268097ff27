package io.eventbackfill.destinations.posthog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The questions of a verification, in HogQL, and how the events of a label are divided among them.
 * Pure.
 *
 * @param label what stands in each event of the load
 */
record PostHogQueries(String label) {
  /** API queries, query limits: rows of one answer, at the most. */
  static final int MOST_ROWS = 50_000;

  /** Of a millisecond that is full, so that no answer is too long to be taken. */
  static final int PAGE_ROWS = 10_000;

  /** A window is asked for with room to spare: what the days hold is told by another clock. */
  private static final int AIM = MOST_ROWS / 2;

  /**
   * What this tool makes of all events together, and not of one: they are on neither side of a
   * comparison.
   */
  static final Set<String> GENERATED = Set.of("$identify", "$set", "event_backfill_canary");

  /** How many events each day has, copies that are not merged yet included. */
  String days(PostHogQueryWindow window) {
    return "SELECT toDate(timestamp), count() FROM events WHERE %s GROUP BY toDate(timestamp)"
            .formatted(where(window))
        + " ORDER BY toDate(timestamp) LIMIT "
        + MOST_ROWS;
  }

  /** The events of a window. Copies that are not merged yet are one row. */
  String rows(PostHogQueryWindow window) {
    return rows(window, "", "timestamp, uuid", MOST_ROWS);
  }

  /**
   * A page of a window, by uuids: personal keys may not use OFFSET (API queries, pagination).
   *
   * @param from the first uuid, included; empty for the first page
   */
  String page(PostHogQueryWindow window, String from) {
    String rest = from.isEmpty() ? "" : " AND uuid >= '" + quoted(from) + "'";
    return rows(window, rest, "uuid, timestamp", PAGE_ROWS);
  }

  private String rows(PostHogQueryWindow window, String rest, String order, int limit) {
    return "SELECT uuid, event, distinct_id, timestamp FROM events WHERE %s%s"
            .formatted(where(window), rest)
        + " GROUP BY uuid, event, distinct_id, timestamp"
        + " ORDER BY %s, event, distinct_id LIMIT %d".formatted(order, limit);
  }

  private String where(PostHogQueryWindow window) {
    String others =
        GENERATED.stream()
            .sorted()
            .map(name -> " AND event != '" + name + "'")
            .collect(Collectors.joining());
    return "properties.%s = '%s'%s AND %s"
        .formatted(PostHogStoredMapping.LABEL, quoted(label), others, window.condition());
  }

  static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  /**
   * Windows that hold all events of these days, and of the days in between, each about half of what
   * an answer may hold.
   *
   * @param days how many events each day has, by the clock of the project
   */
  static List<PostHogQueryWindow> windows(Map<LocalDate, Long> days) {
    List<PostHogQueryWindow> windows = new ArrayList<>();
    if (days.isEmpty()) {
      return windows;
    }
    SortedMap<LocalDate, Long> sorted = new TreeMap<>(days);
    // A day of the project's clock begins up to 14 hours before UTC's, and ends up to 12 after it.
    sorted.put(sorted.firstKey().minusDays(1), 0L);
    sorted.put(sorted.lastKey().plusDays(1), 0L);
    long total = sorted.values().stream().mapToLong(Long::longValue).sum();
    LocalDate begin = sorted.firstKey();
    long events = 0;
    for (Map.Entry<LocalDate, Long> day : sorted.entrySet()) {
      if (day.getKey().isAfter(begin) && events + day.getValue() > AIM) {
        windows.addAll(window(begin, day.getKey(), total).parts(answers(events)));
        begin = day.getKey();
        events = 0;
      }
      events += day.getValue();
    }
    windows.addAll(window(begin, sorted.lastKey().plusDays(1), total).parts(answers(events)));
    return windows;
  }

  private static long answers(long events) {
    return (events + AIM - 1) / AIM;
  }

  private static PostHogQueryWindow window(LocalDate from, LocalDate until, long total) {
    return new PostHogQueryWindow(midnight(from), midnight(until), total);
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.pipeline.pages.ColumnChart.Column;
import io.eventbackfill.pipeline.pages.ColumnChart.Mark;
import io.eventbackfill.pipeline.pages.ColumnChart.Track;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What happened when: the steps of a report's {@code timeline}, put together until a page has room
 * for all of them. A step that is missing is one in which nothing happened.
 */
final class Timeline {
  private static final int MOST = 120;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The rates that are stacked, and their classes in the stylesheet. */
  static final List<String> RATES = List.of("accepted", "deferred", "rejected");

  private static final String OK = "200";

  private final TreeMap<Long, List<JsonNode>> bins = new TreeMap<>();
  private final double binSeconds;
  private final DateTimeFormatter labels;
  private Instant first = Instant.EPOCH;

  /**
   * Reads it.
   *
   * @param timeline of a report
   */
  Timeline(JsonNode timeline) {
    double step = Math.max(0.001, timeline.path("step_seconds").asDouble(1));
    TreeMap<Instant, JsonNode> steps = new TreeMap<>();
    for (JsonNode one : timeline.path("steps")) {
      try {
        steps.put(Instant.parse(one.path("at").asText()), one);
      } catch (DateTimeException e) {
        // What has no time has no place in time.
      }
    }
    if (steps.isEmpty()) {
      this.binSeconds = step;
      this.labels = CLOCK;
      return;
    }
    this.first = steps.firstKey();
    long last = index(steps.lastKey(), step);
    long together = last / MOST + 1;
    this.binSeconds = step * together;
    this.labels = (last + 1) * step < Duration.ofDays(1).toSeconds() ? CLOCK : DAY_AND_CLOCK;
    for (long bin = 0; bin <= last / together; bin++) {
      bins.put(bin, new ArrayList<>());
    }
    steps.forEach(
        (at, one) ->
            bins.computeIfAbsent(index(at, step) / together, bin -> new ArrayList<>()).add(one));
  }

  private long index(Instant at, double step) {
    return Math.round(Duration.between(first, at).toMillis() / 1000.0 / step);
  }

  /** The chart; nothing if the report has no timeline. */
  Html drawn() {
    List<Column> columns = new ArrayList<>();
    bins.forEach((bin, steps) -> columns.add(column(bin, steps)));
    return new ColumnChart(
            "Events a second, by what became of them, over time",
            RATES,
            columns,
            List.of(
                answers(),
                waits("throttled", "Throttled", "throttled", "asked to wait by the destination"),
                waits("outage", "Outage", "outage", "waiting for useful answers"),
                waits("paced", "Paced", "paced", "waiting for our own limits")))
        .drawn();
  }

  /** How long one column is, in seconds. */
  double binSeconds() {
    return binSeconds;
  }

  private Column column(long bin, List<JsonNode> steps) {
    List<Double> rates = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (String disposition : RATES) {
      long events = sum(steps, step -> step.path(disposition).asLong());
      rates.add(events / binSeconds);
      if (events > 0) {
        said.add(Figures.count(events) + " " + disposition);
      }
    }
    Instant at = first.plusMillis(Math.round(bin * binSeconds * 1000));
    String what = said.isEmpty() ? "nothing settled" : String.join(", ", said);
    return new Column(labels.format(at), labels.format(at) + ": " + what, rates);
  }

  /** Requests that were answered by anything but success: those are sent again. */
  private Track answers() {
    return track(
        "Not 200",
        "retried",
        step -> {
          long other = 0;
          for (var answer : step.path("requests").properties()) {
            other += answer.getKey().equals(OK) ? 0 : answer.getValue().asLong();
          }
          return other;
        },
        n -> Figures.count(n, "request", "requests") + " not answered by 200");
  }

  private Track waits(String cause, String label, String kind, String why) {
    return track(
        label,
        kind,
        step -> step.path("waited_ms").path(cause).asLong(),
        millis -> "all lanes together " + Figures.duration(millis / 1000.0) + " " + why);
  }

  private Track track(
      String label,
      String kind,
      ToLongFunction<JsonNode> of,
      java.util.function.LongFunction<String> says) {
    List<Long> sums = bins.values().stream().map(steps -> sum(steps, of)).toList();
    double most = sums.stream().mapToLong(Long::longValue).max().orElse(0);
    List<Mark> marks =
        sums.stream().map(sum -> new Mark(sum == 0 ? 0 : sum / most, says.apply(sum))).toList();
    return new Track(label, kind, marks);
  }

  private static long sum(List<JsonNode> steps, ToLongFunction<JsonNode> of) {
    return steps.stream().mapToLong(of).sum();
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.mappingfile.FileMapping;
import io.eventbackfill.mappingfile.Suggestion;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What looks wrong in a sample though every row of it can be mapped. */
final class SampleWarnings {
  /** In fewer events everything looks constant. */
  private static final int ENOUGH = 5;

  /** A year has as many months; with fewer events a day above 12 may be missing by chance. */
  private static final int ENOUGH_DAYS = 12;

  private static final int EXAMPLES = 3;
  private static final long YEAR_1980 = Instant.parse("1980-01-01T00:00:00Z").toEpochMilli();
  private static final long YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private final List<Sample.Row> rows;
  private final List<Event> events;
  private final List<String> found = new ArrayList<>();

  private SampleWarnings(List<Sample.Row> rows) {
    this.rows = rows;
    this.events =
        rows.stream()
            .filter(row -> row.checked() instanceof Kept)
            .map(row -> ((Kept) row.checked()).event())
            .toList();
  }

  /**
   * A sentence for each.
   *
   * @param mapping the document the sample was mapped by; null if it was none
   */
  static List<String> of(List<Sample.Row> rows, @Nullable FileMapping mapping) {
    SampleWarnings warnings = new SampleWarnings(rows);
    warnings.identities();
    warnings.ids("device", Who::device);
    warnings.ids("user", Who::user);
    warnings.times();
    if (mapping != null) {
      warnings.columns(mapping);
    }
    return warnings.found;
  }

  private void identities() {
    Map<String, Set<Bytes>> byIdentity = new LinkedHashMap<>();
    for (Sample.Row row : rows) {
      if (row.checked() instanceof Kept kept) {
        byIdentity
            .computeIfAbsent(kept.event().identity(), id -> new java.util.HashSet<>())
            .add(row.bytes());
      }
    }
    List<String> shared =
        byIdentity.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(entry -> "'" + entry.getKey() + "' (" + entry.getValue().size() + " rows)")
            .toList();
    if (!shared.isEmpty()) {
      found.add(
          "identity: different rows share one, and only one of them would be kept: "
              + String.join(", ", shared.subList(0, Math.min(EXAMPLES, shared.size()))));
    }
  }

  private void ids(String name, Function<Who, @Nullable String> id) {
    Set<String> different = new TreeSet<>();
    for (Event event : events) {
      different.add(String.valueOf(id.apply(event.who())));
    }
    boolean none = different.equals(Set.of("null"));
    if (events.size() >= ENOUGH && different.size() == 1 && !none) {
      found.add("%s: all events have the same, %s".formatted(name, different.iterator().next()));
    }
  }

  private void times() {
    if (events.isEmpty()) {
      return;
    }
    List<Long> millis = events.stream().map(event -> event.time().millis()).toList();
    if (millis.stream().allMatch(time -> time < YEAR_1980)) {
      found.add(
          "time: all events are from before 1980; the unit may be wrong, a smaller one meant");
    } else if (millis.stream().allMatch(time -> time >= YEAR_2100)) {
      found.add("time: all events are from after 2100; the unit may be wrong, a larger one meant");
    }
    List<ZonedDateTime> days =
        millis.stream().map(time -> Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC)).toList();
    long months = days.stream().map(ZonedDateTime::getMonthValue).distinct().count();
    if (days.size() >= ENOUGH_DAYS
        && days.stream().allMatch(day -> day.getDayOfMonth() <= 12)
        && months >= 4) {
      found.add("time: no day is above 12 though the months differ; day and month may be swapped");
    }
  }

  private void columns(FileMapping mapping) {
    Set<String> seen = new TreeSet<>();
    rows.forEach(row -> seen.addAll(row.fields().keySet()));
    if (seen.isEmpty()) {
      return;
    }
    Set<String> unnamed = new TreeSet<>(seen);
    unnamed.removeAll(mapping.named());
    if (!unnamed.isEmpty() && mapping.notesOthers()) {
      found.add("columns neither used nor dropped: " + String.join(", ", unnamed));
    }
    Set<String> missing = new TreeSet<>(mapping.named());
    missing.removeAll(seen);
    missing.removeIf(column -> mapping.isReachable(column, seen));
    String listed =
        missing.stream()
            .map(column -> "'" + column + "'" + Suggestion.of(column, unnamed))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      found.add("columns the mapping names and no row of the sample has: " + listed);
    }
  }
}

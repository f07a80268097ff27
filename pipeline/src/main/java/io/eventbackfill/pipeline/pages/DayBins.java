package io.eventbackfill.pipeline.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.pipeline.pages.ColumnChart.Column;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Counts by day, put together by week, month or year until a page has room for all of them. Days
 * without events are there, too, or a gap in the history would not be seen.
 *
 * @param unit what one column stands for
 * @param columns from the first to the last, of as many values as were asked for
 */
record DayBins(String unit, List<Column> columns) {
  /** On a phone these are two pixels each. */
  static final int MOST = 120;

  private static final int MILLENNIUM = 1000;

  /** A way to divide time. */
  private enum Unit {
    DAY,
    WEEK,
    MONTH,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIA;

    /** The number of the bin that a day falls into. */
    long bin(LocalDate day) {
      return switch (this) {
        case DAY -> day.toEpochDay();
        // Day 0 was a Thursday, and weeks begin on Monday.
        case WEEK -> Math.floorDiv(day.toEpochDay() + 3, 7);
        case MONTH -> day.getLong(ChronoField.PROLEPTIC_MONTH);
        case YEAR -> day.getYear();
        case DECADE -> Math.floorDiv(day.getYear(), 10);
        case CENTURY -> Math.floorDiv(day.getYear(), 100);
        case MILLENNIA -> Math.floorDiv(day.getYear(), MILLENNIUM);
      };
    }

    /** How a bin is called. */
    String label(long bin) {
      return switch (this) {
        case DAY -> LocalDate.ofEpochDay(bin).toString();
        case WEEK -> LocalDate.ofEpochDay(bin * 7 - 3).toString();
        case MONTH ->
            LocalDate.EPOCH
                .with(ChronoField.PROLEPTIC_MONTH, bin)
                .toString()
                .replaceFirst("-\\d\\d$", "");
        case YEAR -> String.valueOf(bin);
        case DECADE -> bin * 10 + "s";
        case CENTURY -> bin * 100 + "s";
        case MILLENNIA -> bin * MILLENNIUM + "s";
      };
    }

    String word() {
      return switch (this) {
        case DAY -> "day";
        case WEEK -> "week";
        case MONTH -> "month";
        case YEAR -> "year";
        case DECADE -> "decade";
        case CENTURY -> "century";
        case MILLENNIA -> "millennium";
      };
    }
  }

  /**
   * Puts days together.
   *
   * @param days objects with {@code day} and the fields; what is no day is left out
   * @param fields what to count
   */
  static DayBins of(JsonNode days, List<String> fields) {
    return of(days, fields, Unit.DAY);
  }

  /** The same of counts by month, each given by its first day. */
  static DayBins atLeastMonths(JsonNode days, List<String> fields) {
    return of(days, fields, Unit.MONTH);
  }

  private static DayBins of(JsonNode days, List<String> fields, Unit least) {
    TreeMap<LocalDate, long[]> byDay = new TreeMap<>();
    for (JsonNode one : days) {
      try {
        long[] sums =
            byDay.computeIfAbsent(
                LocalDate.parse(one.path("day").asText()), day -> new long[fields.size()]);
        for (int i = 0; i < fields.size(); i++) {
          sums[i] += one.path(fields.get(i)).asLong();
        }
      } catch (DateTimeException e) {
        // What is no day has no place among days.
      }
    }
    if (byDay.isEmpty()) {
      return new DayBins(least.word(), List.of());
    }
    Unit unit = finest(least, byDay.firstKey(), byDay.lastKey());
    return new DayBins(unit.word(), columns(byDay, unit, fields));
  }

  private static Unit finest(Unit least, LocalDate first, LocalDate last) {
    for (Unit unit : Unit.values()) {
      if (unit.compareTo(least) >= 0 && unit.bin(last) - unit.bin(first) < MOST) {
        return unit;
      }
    }
    // Years have nine digits at the most; whoever dates events so sees the ends.
    return Unit.MILLENNIA;
  }

  private static List<Column> columns(
      TreeMap<LocalDate, long[]> byDay, Unit unit, List<String> fields) {
    TreeMap<Long, long[]> byBin = new TreeMap<>();
    byDay.forEach(
        (day, sums) -> {
          long[] bin = byBin.computeIfAbsent(unit.bin(day), number -> new long[fields.size()]);
          for (int i = 0; i < sums.length; i++) {
            bin[i] += sums[i];
          }
        });
    List<Column> columns = new ArrayList<>();
    long last = Math.min(byBin.lastKey(), byBin.firstKey() + MOST - 1);
    for (long bin = byBin.firstKey(); bin <= last; bin++) {
      long[] sums = byBin.getOrDefault(bin, new long[fields.size()]);
      columns.add(column(unit.label(bin), unit, sums, fields));
    }
    return columns;
  }

  private static Column column(String label, Unit unit, long[] sums, List<String> fields) {
    List<Double> values = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      values.add((double) sums[i]);
      said.add(Figures.count(sums[i]) + " " + fields.get(i));
    }
    String when = unit == Unit.WEEK ? "week of " + label : label;
    return new Column(label, when + ": " + String.join(", ", said), values);
  }
}

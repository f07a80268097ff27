package io.eventbackfill.pipeline.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventbackfill.pipeline.pages.ColumnChart.Column;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayBinsTest {
  private static final List<String> EVENTS = List.of("events");

  @ParameterizedTest
  @CsvSource({
    "1, day, 1",
    "120, day, 120",
    "121, week, 18",
    "837, week, 120",
    "838, month, 28",
    "900, month, 30",
    "3650, month, 120",
    "4000, year, 11",
    "100000, decade, 28"
  })
  void daysAreBinnedUntilThereIsRoom(int days, String unit, int columns) {
    DayBins bins = DayBins.of(daily(LocalDate.of(2015, 1, 1), days), EVENTS);

    assertThat(bins.unit(), is(unit));
    assertThat(bins.columns().size(), is(columns));
    assertThat(total(bins), is(closeTo(days, 1e-6)));
  }

  @Test
  void aDayWithoutEventsIsAColumnWithoutHeight() {
    ArrayNode days = JsonNodeFactory.instance.arrayNode();
    days.addObject().put("day", "2024-03-03").put("events", 2);
    days.addObject().put("day", "2024-02-29").put("events", 1);

    List<Column> columns = DayBins.of(days, EVENTS).columns();

    assertThat(
        columns.stream().map(Column::label).toList(),
        contains("2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03"));
    assertThat(columns.stream().map(Column::total).toList(), contains(1.0, 0.0, 0.0, 2.0));
    assertThat(columns.get(3).says(), is("2024-03-03: 2 events"));
  }

  @Test
  void weeksBeginOnMonday() {
    // A Sunday, and the Monday after it.
    JsonNode days = daily(LocalDate.of(2024, 3, 3), 130);

    List<Column> columns = DayBins.of(days, EVENTS).columns();

    assertThat(columns.get(0).label(), is("2024-02-26"));
    assertThat(columns.get(0).total(), is(1.0));
    assertThat(columns.get(1).label(), is("2024-03-04"));
    assertThat(columns.get(1).total(), is(7.0));
  }

  @Test
  void absurdDaysCostNeitherTimeNorRoom() {
    ArrayNode days = JsonNodeFactory.instance.arrayNode();
    days.addObject().put("day", "-999999999-01-01").put("events", 1);
    days.addObject().put("day", "+999999999-12-31").put("events", 1);
    days.addObject().put("day", "no day").put("events", 1);

    assertThat(DayBins.of(days, EVENTS).columns().size(), is(lessThanOrEqualTo(DayBins.MOST)));
    assertThat(DayBins.of(JsonNodeFactory.instance.arrayNode(), EVENTS).columns(), is(empty()));
  }

  private static ArrayNode daily(LocalDate first, int days) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < days; i++) {
      all.addObject().put("day", first.plusDays(i).toString()).put("events", 1);
    }
    return all;
  }

  private static double total(DayBins bins) {
    return bins.columns().stream().mapToDouble(Column::total).sum();
  }
}

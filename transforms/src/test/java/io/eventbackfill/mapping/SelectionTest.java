package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.TimeRange;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

  @ParameterizedTest
  @CsvSource({
    "99, OUTSIDE_RANGE",
    "100, ",
    "199, ",
    "200, OUTSIDE_RANGE",
    "-9223372036854775808, OUTSIDE_RANGE",
    "9223372036854775807, OUTSIDE_RANGE",
  })
  void theRangeHoldsItsBeginningAndNotItsEnd(long micros, Reason reason) {
    assertThat(
        skips(new TimeRange(100, 200), Set.of(), Set.of(), "a", micros),
        is(Optional.ofNullable(reason)));
  }

  @ParameterizedTest
  @CsvSource({"-9223372036854775808", "0", "9223372036854775807"})
  void allOfTimeHoldsEveryInstant(long micros) {
    assertThat(skips(TimeRange.ALL, Set.of(), Set.of(), "a", micros), is(Optional.empty()));
    assertThat(TimeRange.ALL.excludes(micros, micros), is(false));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 99, true",
    "0, 100, false",
    "150, 160, false",
    "0, 500, false",
    "199, 500, false",
    "200, 500, true",
  })
  void aRangeExcludesASpanOnlyIfItHoldsNothingOfIt(long first, long last, boolean excluded) {
    assertThat(new TimeRange(100, 200).excludes(first, last), is(excluded));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', a, ",
    "a, '', a, ",
    "a, '', A, EXCLUDED_EVENT",
    "a, '', ab, EXCLUDED_EVENT",
    "'', a, a, EXCLUDED_EVENT",
    "'', a, b, ",
    "b, a, c, EXCLUDED_EVENT",
  })
  void namesAreTakenExactly(String only, String without, String type, Reason reason) {
    assertThat(
        skips(TimeRange.ALL, names(only), names(without), type, 0),
        is(Optional.ofNullable(reason)));
  }

  @Test
  void aRowThatNamesNoProjectIsOfTheChosenOne() {
    Selection selection = Selection.ofProject("7");

    assertThat(selection.skips(Optional.of("7")), is(Optional.empty()));
    assertThat(selection.skips(Optional.of("8")), is(Optional.of(Reason.OTHER_PROJECT)));
    assertThat(selection.skips(Optional.empty()), is(Optional.empty()));
    assertThat(Selection.ALL.skips(Optional.of("8")), is(Optional.empty()));
  }

  @Test
  void whatIsBothTakenAndLeftOutIsAContradiction() {
    Selection selection =
        new Selection(null, TimeRange.ALL, Set.of("c", "b", "a"), Set.of("a", "d", "b"));

    assertThat(selection.contradictions(), contains("a", "b"));
  }

  private static Set<String> names(String name) {
    return name.isEmpty() ? Set.of() : Set.of(name);
  }

  private static Optional<Reason> skips(
      TimeRange range, Set<String> only, Set<String> without, String type, long micros) {
    Event event =
        new Event(
            "i", type, new EventTime(micros, null, 0), new Who("device-1", null, null), Map.of());
    return new Selection(null, range, only, without).skips(event);
  }
}

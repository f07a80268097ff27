package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Map<String, Long> counts = new TreeMap<>();
  private final ProgressText text = new ProgressText(ZoneOffset.UTC);
  private Progress progress = new Progress(NOON, 0);

  @Test
  void aLineHasAllThatIsKnown() {
    progress = new Progress(NOON, 4_000);
    counts.putAll(
        Map.of(
            "read/rows", 2_000L,
            "read/bytes", 1_000L,
            "read/rows-rejected", 1L,
            "map/rows-rejected", 2L,
            "read/rows-skipped", 1L,
            "map/rows-skipped", 3L));
    assertThat(
        at(10),
        equalTo(
            "reading 25 % | 2,000 rows | accepted 0 | held 0 | deferred 0 | rejected 3 | skipped 4"
                + " | 200/s, average 200/s | reading"));

    counts.put("read/bytes", 4_000L);
    counts.put("map/events", 100_000L);
    assertThat(at(20), startsWith("grouping 100 % | 2,000 rows | "));
    assertThat(at(20), endsWith(" | sorting"));

    counts.put("deliver/events-rejected", 3L);
    counts.put("deliver/events-accepted", 1_992L);
    counts.put("deliver/events-skipped", 5L);
    counts.put("deliver/held-events", 44L);
    assertThat(
        at(30),
        equalTo(
            "sending 2 % | 2,000 of 100,000 events | accepted 1,992 | held 44 | deferred 0"
                + " | rejected 6 | skipped 9 | 200/s, average 200/s | nothing waits"));

    counts.put("deliver/events-deferred", 10_000L);
    assertThat(
        at(40),
        equalTo(
            "sending 12 % | 12,000 of 100,000 events | accepted 1,992 | held 44 | deferred 10,000"
                + " | rejected 6 | skipped 9 | 1,000/s, average 600/s | nothing waits"
                + " | until 12:02:08 (88 s)"));
  }

  @ParameterizedTest
  @CsvSource({
    "1_000,    1_001, until 12:00:11 (1 s)",
    "1_000,    1_500, until 12:00:11 (1 s)",
    "1_000,   90_000, until 12:01:40 (89 s)",
    "1_000,   91_000, until 12:01 (2 min)",
    "1_000,  601_000, until 12:10 (10 min)",
    "10,     107_990, until 15:00 (180 min)",
    "10,     108_020, until 15:00 (3 h)",
    "1,       36_001, until 22:00 (10 h)",
    "1,      864_001, until Wed 11 Mar 12:00 (10 days)",
  })
  void whatIsLeftIsToldRoughly(String perSecond, String events, String left) {
    counts.put("map/events", 9 * number(perSecond) + number(events));
    counts.put("deliver/requests", 1L);
    at(1);
    counts.put("deliver/events-accepted", 10 * number(perSecond));

    assertThat(at(11), endsWith(" | " + left));
  }

  @Test
  void timeSpentReadingIsNoSignOfSlowSending() {
    counts.put("map/events", 10_000L);
    at(1_000);
    counts.put("deliver/events-accepted", 1_000L);

    assertThat(at(1_010), containsString("| 100/s, average 100/s | nothing waits"));
    counts.put("deliver/events-accepted", 2_000L);
    assertThat(at(1_020), endsWith("until 12:18:20 (80 s)"));
  }

  @Test
  void aBurstDoesNotMoveTheEstimateMuch() {
    counts.put("map/events", 100_000L);
    for (int second = 10; second <= 130; second += 10) {
      counts.put("deliver/events-accepted", second % 30 == 10 ? second * 100L : sent());
      at(second);
    }

    assertThat(at(140), endsWith("(15 min)"));
  }

  @Test
  void theRateOfTheMomentForgetsWhatWasMoreThanHalfAMinuteAgo() {
    counts.put("map/events", 1_000_000L);
    counts.put("deliver/requests", 1L);
    at(0);
    for (int second = 1; second <= 300; second++) {
      counts.merge("deliver/events-accepted", second <= 200 ? 1_000L : 100L, Long::sum);
      at(second);
    }

    assertThat(at(300), containsString(" | 100/s, average 700/s | "));
  }

  @Test
  void nothingIsToldOfTheEndWithoutARateOrWithoutARest() {
    counts.put("map/events", 10L);
    counts.put("deliver/requests", 1L);
    assertThat(at(1), startsWith("sending 0 % | 0 of 10 events | "));
    assertThat(at(20), not(containsString("until")));
    counts.put("deliver/events-accepted", 10L);
    assertThat(at(30), startsWith("writing the results 100 % | 10 of 10 events | accepted 10 |"));
    assertThat(at(30), endsWith(" | writing the results"));
    // An engine may repeat work, which then counts again.
    counts.put("deliver/events-accepted", 12L);
    assertThat(at(40), startsWith("writing the results 100 % | 12 of 10 events | "));
  }

  @Test
  void whatIsNotDoneIsNeverCalledWhole() {
    counts.put("map/events", 1_000L);
    counts.put("deliver/events-accepted", 999L);

    assertThat(at(1), startsWith("sending 99 % | "));
  }

  /** Lanes waiting now for the project, a device, throttling, outage; then millis since. */
  @ParameterizedTest
  @CsvSource({
    "0,  0,  0, 0,    0,  0,  0,  0, nothing waits",
    "1,  0,  0, 0,    0,  0,  0,  0, our limit: the project's rate",
    "0,  1,  0, 0,    0,  0,  0,  0, our limit: per device and user",
    "0,  0,  1, 0,    0,  0,  0,  0, the destination throttles",
    "0,  0,  0, 1,    0,  0,  0,  0, outage since 12:00:02",
    "9,  2,  1, 1,    0,  0, 99, 99, our limit: the project's rate",
    "2,  9,  1, 1,    0,  0, 99, 99, our limit: per device and user",
    "1,  1,  9, 2,    0,  0,  0,  0, the destination throttles",
    "1,  1,  1, 1,    0,  0,  0,  0, outage since 12:00:02",
    "0,  0,  0, 0,   50,  0,  0,  0, our limit: the project's rate",
    "0,  0,  0, 0,   50, 60,  0,  0, our limit: per device and user",
    "0,  0,  0, 0,   50, 60, 70,  0, the destination throttles",
    "0,  0,  0, 0,   50, 60, 70, 80, outage since 12:00:02",
    "0,  0, -1, 0,    0,  0,  0,  0, nothing waits",
  })
  void itSaysWhatTheRunIsWaitingFor(
      long lanesPaced,
      long lanesDevicePaced,
      long lanesThrottled,
      long lanesOut,
      long paced,
      long devicePaced,
      long throttled,
      long out,
      String words) {
    counts.put("deliver/requests", 1L);
    counts.put("deliver/events-accepted", 1L);
    at(1);
    counts.put("deliver/events-accepted", 2L);
    counts.put("deliver/lanes-paced", lanesPaced);
    counts.put("deliver/lanes-device-paced", lanesDevicePaced);
    counts.put("deliver/lanes-throttled", lanesThrottled);
    counts.put("deliver/lanes-outage", lanesOut);
    counts.put("deliver/millis-paced", paced);
    counts.put("deliver/millis-device-paced", devicePaced);
    counts.put("deliver/millis-throttled", throttled);
    counts.put("deliver/millis-outage", out);

    assertThat(at(2), endsWith(" | " + words));
  }

  @Test
  void anOutageLastsUntilSomethingIsSettledAgain() {
    counts.put("deliver/requests", 1L);
    counts.put("deliver/lanes-outage", 1L);
    counts.put("deliver/millis-outage", 1_000L);
    assertThat(at(1), endsWith("outage since 12:00:01"));
    counts.put("deliver/lanes-outage", 0L);
    assertThat("the request is tried again", at(2), endsWith("outage since 12:00:01"));
    counts.put("deliver/lanes-outage", 1L);
    counts.put("deliver/millis-outage", 3_000L);
    assertThat(at(3), endsWith("outage since 12:00:01"));
    counts.put("deliver/lanes-outage", 0L);
    counts.put("deliver/events-accepted", 5L);
    assertThat(at(4), containsString("| nothing waits"));
    counts.put("deliver/lanes-outage", 1L);
    assertThat(at(5), containsString("| outage since 12:00:05"));
  }

  @Test
  void aBlockHasThreeLinesOnAUsualTerminal() {
    sending();

    assertThat(
        block(80),
        contains(
            "sending [###############.....................] 42 %, 420,000 of 1,000,000 events",
            "accepted 420,000 | held 1,200 | deferred 0 | rejected 6 | skipped 0",
            "1,000/s, average 1,000/s | our limit: the project's rate | until 12:16 (10 min)"));
  }

  @Test
  void aNarrowTerminalHasMoreLinesWithTheSame() {
    sending();

    assertThat(
        block(40),
        contains(
            "sending [##########...............] 42 %",
            "420,000 of 1,000,000 events",
            "accepted 420,000 | held 1,200",
            "deferred 0 | rejected 6 | skipped 0",
            "1,000/s, average 1,000/s",
            "our limit: the project's rate",
            "until 12:16 (10 min)"));
  }

  @ParameterizedTest
  @CsvSource({"1", "9", "17", "25", "40", "60", "80", "132"})
  void noLineIsLongerThanTheTerminalIsWide(int columns) {
    assertThat(
        text.block(progress.look(NOON, counts), columns).stream().map(String::length).toList(),
        everyItem(is(lessThanOrEqualTo(columns))));
    sending();

    assertThat(
        block(columns).stream().map(String::length).toList(),
        everyItem(is(lessThanOrEqualTo(columns))));
  }

  @Test
  void whereTheSizeOfTheInputIsNotKnownThereIsNoBar() {
    counts.put("read/rows", 7L);

    List<String> lines = text.block(progress.look(NOON.plusSeconds(1), counts), 80);

    assertThat(lines, hasSize(3));
    assertThat(lines.get(0), equalTo("reading | 7 rows"));
    assertThat(at(2), startsWith("reading | 7 rows | "));
  }

  private void sending() {
    counts.put("map/events", 1_000_000L);
    counts.put("deliver/requests", 1L);
    counts.put("deliver/held-events", 1_200L);
    counts.put("read/rows-rejected", 6L);
    counts.put("deliver/lanes-paced", 3L);
    for (int second = 0; second <= 420; second++) {
      counts.put("deliver/events-accepted", second * 1_000L);
      progress.look(NOON.plusSeconds(second), counts);
    }
  }

  private List<String> block(int columns) {
    return text.block(progress.look(NOON.plusSeconds(420), counts), columns);
  }

  private String at(long seconds) {
    return text.line(progress.look(NOON.plusSeconds(seconds), counts));
  }

  private long sent() {
    return counts.getOrDefault("deliver/events-accepted", 0L);
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}

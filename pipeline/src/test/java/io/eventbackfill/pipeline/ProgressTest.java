package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final Map<String, Long> counts = new TreeMap<>();
  private final Progress progress = new Progress(0);

  @Test
  void itIsOneLine() {
    counts.putAll(
        Map.of(
            "read/rows", 2_000L,
            "read/files", 3L,
            "read/rows-rejected", 1L,
            "map/rows-rejected", 2L,
            "read/rows-skipped", 1L,
            "map/rows-skipped", 3L));
    assertThat(
        at(1),
        equalTo(
            "read 2,000 rows of 3 files | accepted 0 | rejected 3 | deferred 0 | skipped 4"
                + " | 0 events/s"));

    counts.putAll(
        Map.of(
            "map/events", 100_000L,
            "deliver/events-rejected", 3L,
            "deliver/events-accepted", 1_992L,
            "deliver/events-skipped", 5L));
    assertThat(
        at(3),
        equalTo(
            "2,000 of 100,000 events | accepted 1,992 | rejected 6 | deferred 0 | skipped 9"
                + " | 1,000 events/s"));

    counts.put("deliver/events-accepted", 11_992L);
    assertThat(
        at(13),
        equalTo(
            "12,000 of 100,000 events, about 88 s left | accepted 11,992 | rejected 6 | deferred 0"
                + " | skipped 9 | 1,000 events/s"));
  }

  @ParameterizedTest
  @CsvSource({
    "1_000,    1_001, 1 s",
    "1_000,    1_500, 1 s",
    "1_000,   90_000, 89 s",
    "1_000,   91_000, 2 min",
    "1_000,  601_000, 10 min",
    "10,     107_990, 180 min",
    "10,     108_020, 3 h",
    "1,       36_001, 10 h",
    "1,      864_001, 10 days",
  })
  void whatIsLeftIsToldRoughly(String perSecond, String events, String left) {
    counts.put("map/events", 9 * number(perSecond) + number(events));
    counts.put("deliver/requests", 1L);
    at(1);
    counts.put("deliver/events-accepted", 10 * number(perSecond));

    assertThat(at(11), containsString(" events, about " + left + " left |"));
  }

  @Test
  void timeSpentReadingIsNoSignOfSlowSending() {
    counts.put("map/events", 10_000L);
    at(1_000);
    counts.put("deliver/events-accepted", 1_000L);

    assertThat(at(1_010), containsString("1,000 of 10,000 events |"));
    counts.put("deliver/events-accepted", 2_000L);
    assertThat(at(1_020), containsString("about 80 s left"));
  }

  @Test
  void aBurstDoesNotMoveTheEstimateMuch() {
    counts.put("map/events", 100_000L);
    for (int second = 10; second <= 130; second += 10) {
      counts.put("deliver/events-accepted", second % 30 == 10 ? second * 100L : sent());
      at(second);
    }

    assertThat(at(140), containsString("about 15 min left"));
  }

  @Test
  void nothingIsToldOfTheEndWithoutARateOrWithoutARest() {
    counts.put("map/events", 10L);
    counts.put("deliver/requests", 1L);
    assertThat(at(1), containsString("0 of 10 events |"));
    counts.put("deliver/events-accepted", 10L);
    assertThat(
        at(2),
        equalTo(
            "10 of 10 events | accepted 10 | rejected 0 | deferred 0 | skipped 0 | 10 events/s"
                + " | writing the results"));
    // An engine may repeat work, which then counts again.
    counts.put("deliver/events-accepted", 12L);
    assertThat(at(3), containsString("12 of 10 events |"));
  }

  /** Lanes waiting now for rate, throttling, outage; then millis waited since the last line. */
  @ParameterizedTest
  @CsvSource({
    "0,  0, 0,    0,  0,  0, ''",
    "1,  0, 0,    0,  0,  0, held back by the rate",
    "0,  1, 0,    0,  0,  0, paused by the destination",
    "0,  0, 1,    0,  0,  0, sending again after errors",
    "9,  1, 1,    0, 99, 99, held back by the rate",
    "1,  9, 2,    0,  0,  0, paused by the destination",
    "1,  1, 1,    0,  0,  0, sending again after errors",
    "0,  0, 0,   50,  0,  0, held back by the rate",
    "0,  0, 0,   50, 60,  0, paused by the destination",
    "0,  0, 0,   50, 60, 70, sending again after errors",
    "0, -1, 0,    0,  0,  0, ''",
  })
  void itSaysWhatTheRunIsWaitingFor(
      long lanesPaced,
      long lanesThrottled,
      long lanesOut,
      long paced,
      long throttled,
      long out,
      String words) {
    counts.putAll(
        Map.of(
            "deliver/millis-paced", 1_000L,
            "deliver/millis-throttled", 2_000L,
            "deliver/millis-outage", 3_000L));
    at(1);
    counts.put("deliver/lanes-paced", lanesPaced);
    counts.put("deliver/lanes-throttled", lanesThrottled);
    counts.put("deliver/lanes-outage", lanesOut);
    counts.merge("deliver/millis-paced", paced, Long::sum);
    counts.merge("deliver/millis-throttled", throttled, Long::sum);
    counts.merge("deliver/millis-outage", out, Long::sum);

    assertThat(at(2), endsWith(" events/s" + (words.isEmpty() ? "" : " | " + words)));
  }

  @Test
  void whatItWaitedForEarlierIsForgotten() {
    counts.put("deliver/millis-outage", 3_000L);
    assertThat(at(1), containsString("after errors"));
    assertThat(at(2), not(containsString("after errors")));
  }

  private String at(long seconds) {
    return progress.line(Duration.ofSeconds(seconds).toNanos(), counts);
  }

  private long sent() {
    return counts.getOrDefault("deliver/events-accepted", 0L);
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}

package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.eventbackfill.model.Timeline.Step;
import io.eventbackfill.model.Timeline.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
  private final Timeline timeline = new Timeline();

  @Test
  void whatHappensInOneSecondIsOneStep() {
    timeline.ended(1_000, Disposition.ACCEPTED, 3);
    timeline.ended(1_999, Disposition.ACCEPTED, 4);
    timeline.ended(1_500, Disposition.DEFERRED, 1);
    timeline.replied(1_000, "200", 2);
    timeline.ended(2_000, Disposition.REJECTED, 1);
    timeline.waited(-1, Wait.OUTAGE, 5);

    assertThat(timeline.stepSeconds(), is(1L));
    assertThat(
        text(timeline),
        equalTo(
            "1 s: -1000 {} {} {OUTAGE=5}; 1000 {ACCEPTED=7, DEFERRED=1} {200=2} {};"
                + " 2000 {REJECTED=1} {} {}; "));
  }

  @ParameterizedTest
  @CsvSource({
    "199, 1",
    "200, 2",
    "399, 2",
    "400, 4",
    "86_400, 512",
    "31_536_000, 262_144",
  })
  void stepsDoubleSoThatTheyStayFew(String last, String stepSeconds) {
    timeline.replied(0, "200", 1);
    timeline.replied(number(last) * 1_000, "200", 1);

    assertThat(timeline.stepSeconds(), is(number(stepSeconds)));
    assertThat(timeline.steps().size(), is(2));
  }

  @Test
  void aWaitIsSharedAmongTheStepsItLasts() {
    timeline.waitedThrough(500, 3_250, Wait.THROTTLED);
    timeline.waitedThrough(3_000, 3_000, Wait.THROTTLED);
    timeline.waitedThrough(3_000, 2_000, Wait.THROTTLED);

    assertThat(
        timeline.steps().values().stream().map(step -> step.waited().get(Wait.THROTTLED)).toList(),
        contains(500L, 1_000L, 1_000L, 250L));
  }

  @Test
  void aLongWaitMakesFewSteps() {
    long day = Duration.ofDays(1).toMillis();
    timeline.waitedThrough(0, day, Wait.OUTAGE);

    assertThat(timeline.steps().size(), is(lessThanOrEqualTo(Timeline.MOST_STEPS)));
    assertThat(waited(timeline), is(day));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void partsAddUpToTheSameWholeInAnyOrderAndGrouping(long seed) {
    Random random = new Random(seed);
    List<Consumer<Timeline>> entries = entries(random);
    Timeline whole = inOneGo(entries);

    assertThat(whole.doublings(), is(greaterThan(0)));
    SortedMap<Long, Step> steps = whole.steps();
    long length = whole.stepSeconds() * 1_000;
    assertThat((steps.lastKey() - steps.firstKey()) / length, is(lessThanOrEqualTo(199L)));
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(entries, random);
      assertThat(text(inParts(entries, random)), equalTo(text(whole)));
    }
  }

  @Test
  void nothingIsLostHoweverLongTheStepsBecome() {
    Random random = new Random(1);
    long waited = 0;
    for (int i = 0; i < 5_000; i++) {
      long at = random.nextInt(i + 1) * 977L;
      timeline.ended(at, Disposition.ACCEPTED, 3);
      timeline.replied(at, "200", 1);
      long wait = random.nextInt(100_000);
      timeline.waitedThrough(at, at + wait, Wait.PACED);
      waited += wait;
    }

    long events = 0;
    long replies = 0;
    for (Step step : timeline.steps().values()) {
      events += step.events().getOrDefault(Disposition.ACCEPTED, 0L);
      replies += step.replies().getOrDefault("200", 0L);
    }
    assertThat(events, is(15_000L));
    assertThat(replies, is(5_000L));
    assertThat(waited(timeline), is(waited));
  }

  /** Everything a timeline tells, in words. */
  static String text(Timeline timeline) {
    StringBuilder text = new StringBuilder(timeline.stepSeconds() + " s: ");
    timeline
        .steps()
        .forEach(
            (at, step) ->
                text.append(at)
                    .append(" " + step.events())
                    .append(" " + step.replies())
                    .append(" " + step.waited())
                    .append("; "));
    return text.toString();
  }

  private static long waited(Timeline timeline) {
    return timeline.steps().values().stream()
        .flatMap(step -> step.waited().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private static List<Consumer<Timeline>> entries(Random random) {
    List<Consumer<Timeline>> entries = new ArrayList<>();
    int span = 1_000_000 << random.nextInt(9);
    for (int i = 0; i < 200; i++) {
      long at = 1_700_000_000_000L + random.nextInt(span);
      long n = 1L + random.nextInt(5);
      long until = at + random.nextInt(90_000);
      Disposition disposition = any(List.of(Disposition.values()), random);
      Wait wait = any(List.of(Wait.values()), random);
      entries.add(
          switch (random.nextInt(3)) {
            case 0 -> t -> t.ended(at, disposition, n);
            case 1 -> t -> t.replied(at, "status " + n, n);
            default -> t -> t.waitedThrough(at, until, wait);
          });
    }
    return entries;
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static Timeline inOneGo(List<Consumer<Timeline>> entries) {
    Timeline timeline = new Timeline();
    entries.forEach(entry -> entry.accept(timeline));
    return timeline;
  }

  /** Random parts, added up two random ones at a time. */
  private static Timeline inParts(List<Consumer<Timeline>> entries, Random random) {
    List<Timeline> parts = new ArrayList<>();
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + 1 + random.nextInt(20));
      parts.add(inOneGo(entries.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      Timeline part = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).add(part);
    }
    return parts.get(0);
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}

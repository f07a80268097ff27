package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PostHogQueriesTest {
  private static final LocalDate DAY = LocalDate.parse("2024-03-01");

  private static List<String> names(Map<LocalDate, Long> days) {
    return PostHogQueries.windows(days).stream().map(PostHogQueryWindow::name).toList();
  }

  @Test
  void noDaysAreNoWindows() {
    assertThat(names(Map.of()), is(empty()));
  }

  @Test
  void aWindowBeginsADayBeforeAndEndsADayAfterForTheDaysAreThoseOfTheProjectsClock() {
    assertThat(
        names(Map.of(DAY, 3L)), contains("20240229T000000.000-20240303T000000.000-of-3.jsonl"));
  }

  @Test
  void daysThatAreTooMuchTogetherAreTwoWindowsWithoutAGap() {
    Map<LocalDate, Long> days = Map.of(DAY, 20_000L, DAY.plusDays(9), 20_000L);

    assertThat(
        names(days),
        contains(
            "20240229T000000.000-20240310T000000.000-of-40000.jsonl",
            "20240310T000000.000-20240312T000000.000-of-40000.jsonl"));
  }

  @Test
  void aDayThatIsTooMuchIsDivided() {
    assertThat(
        names(Map.of(DAY, 75_000L)),
        contains(
            "20240229T000000.000-20240301T000000.000-of-75000.jsonl",
            "20240301T000000.000-20240301T080000.000-of-75000.jsonl",
            "20240301T080000.000-20240301T160000.000-of-75000.jsonl",
            "20240301T160000.000-20240302T000000.000-of-75000.jsonl",
            "20240302T000000.000-20240303T000000.000-of-75000.jsonl"));
  }

  @Test
  void windowsCoverAllDaysOnceWhateverTheyHold() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Map<LocalDate, Long> days = new TreeMap<>();
      for (int i = 0; i < 50; i++) {
        days.put(DAY.plusDays(random.nextInt(4_000)), 1 + random.nextLong(200_000));
      }
      List<PostHogQueryWindow> windows = PostHogQueries.windows(days);
      TreeSet<LocalDate> all = new TreeSet<>(days.keySet());
      assertThat(windows.get(0).from(), is(midnight(all.first().minusDays(1))));
      assertThat(windows.get(windows.size() - 1).until(), is(midnight(all.last().plusDays(2))));
      for (int i = 1; i < windows.size(); i++) {
        assertThat("seed " + seed, windows.get(i).from(), equalTo(windows.get(i - 1).until()));
      }
    }
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  @Test
  void halvesMeetAndAMillisecondHasNone() {
    PostHogQueryWindow three =
        new PostHogQueryWindow(
            Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2024-03-01T00:00:00.003Z"), 9);

    assertThat(
        three.halves().toString(),
        is(
            "[2024-03-01T00:00:00Z to 2024-03-01T00:00:00.001Z, 2024-03-01T00:00:00.001Z to"
                + " 2024-03-01T00:00:00.003Z]"));
    assertThat(three.halves().get(0).isSmallest(), is(true));
    assertThat("no part is empty", three.parts(10).size(), is(3));
  }
}

package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.util.List;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that ask for patience: 429 in all its forms. */
class DelivererThrottleTest {
  private static final String ONLY_SEVEN =
      "{\"code\":429,\"error\":\"Too many requests for some devices and users\","
          + "\"throttled_events\":[7]}";

  @Test
  void listNamesOneOfFourteenEventsOfADevice_allAreHeldAndTheRestGoesAtOnce()
      throws InterruptedException {
    Bench bench = Bench.withFaults("1: 429 body " + ONLY_SEVEN);

    bench.deliver(
        Queued.events(30, n -> Queued.event(n, n >= 7 && n <= 20 ? "the-one" : "device-" + n % 3)));

    assertThat(bench.requests(), is(3L));
    assertThat(eventCounts(bench), contains(30, 16, 14));
    assertThat(gap(bench, 1, 2), is(Duration.ZERO));
    assertThat(gap(bench, 2, 3), is(between(30, 33)));
    assertThat(bench.time.waits(), hasSize(1));
    assertThat(bench.listener.reasonsToWait(), contains("throttled"));
  }

  @Test
  void listNamesAnEventButNoId_holdsItsUsersOtherDevicesToo() throws InterruptedException {
    Bench bench = Bench.withFaults("1: 429 body " + ONLY_SEVEN);

    bench.deliver(
        Queued.events(
            12, n -> Queued.event(n, "device-" + n, n == 7 || n == 9 ? "user-1" : "user-2")));

    assertThat(eventCounts(bench), contains(12, 10, 2));
    assertThat(gap(bench, 2, 3), is(between(30, 33)));
  }

  @Test
  void throttledUser_holdsAllItsDevicesAndWhatFollowsOnThem() throws InterruptedException {
    Bench bench = Bench.withFaults("user user-1: 429 for 25s");

    bench.deliver(
        List.of(
            Queued.event(0, "device-1", "user-1"),
            Queued.event(1, "device-1", null),
            Queued.event(2, "device-2", "user-1"),
            Queued.event(3, "device-3", "user-2")));

    assertThat(bench.storedIds(), contains("i-3", "i-0", "i-1", "i-2"));
    assertThat(bench.emulator.statistics().smallestGapAfterThrottle().get(), is(between(30, 33)));
  }

  @Test
  void throttledDevice_isHeldAgainAndAgainAndNothingOvertakes() throws InterruptedException {
    Bench bench = Bench.withFaults("device device-1: 429 for 100s");
    List<QueuedEvent> batch = Queued.spread(40, 4);

    bench.deliver(batch);

    assertThat(bench.storedIds(), hasSize(40));
    assertThat("six, and two more since fewer are sent at once", bench.requests(), is(8L));
    assertThat(bench.emulator.statistics().smallestGapAfterThrottle().get(), is(between(30, 33)));
  }

  @Test
  void orderByUser_throttledDeviceBlocksTheUser() throws InterruptedException {
    Bench bench = Bench.withFaults("device device-1: 429 for 25s");

    bench.deliver(
        List.of(
            Queued.orderedBy(OrderBy.USER_ID, Queued.event(0, "device-1", "user-1")),
            Queued.orderedBy(OrderBy.USER_ID, Queued.event(1, "device-2", "user-1")),
            Queued.orderedBy(OrderBy.USER_ID, Queued.event(2, "device-2", "user-2"))));

    assertThat(bench.storedIds(), contains("i-2", "i-0", "i-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"429-empty", "429-html", "429-without-lists", "200-code-429"})
  void withoutLists_theWholeLaneWaitsAndComesBackInOneRequest(String answer)
      throws InterruptedException {
    Bench bench = Bench.withFaults("1: " + answer);

    bench.deliver(Queued.spread(1000, 1000));

    assertThat(bench.requests(), is(2L));
    boolean lists = answer.equals("200-code-429");
    assertThat(gap(bench, 1, 2), is(lists ? between(30, 33) : between(60, 66)));
  }

  @ParameterizedTest
  @CsvSource({
    "429-without-lists + retry-after 300s, 300, 330",
    "429-without-lists + retry-after-date 300s, 300, 330",
    "429-without-lists + retry-after 5s, 60, 66",
    "429 + retry-after 45s, 45, 50",
    "429 + retry-after 1s, 30, 33",
    "503 + retry-after 120s, 120, 120",
    "503 + retry-after-date 120s, 120, 120",
    "500 + retry-after 90s, 90, 90",
  })
  void retryAfter_isNeverUndercut(String answer, long least, long most)
      throws InterruptedException {
    Bench bench = Bench.withFaults("1: " + answer);

    bench.deliver(Queued.spread(20, 3));

    assertThat(bench.requests(), is(2L));
    assertThat(gap(bench, 1, 2), is(between(least, most)));
  }

  @Test
  void dailyQuota_defersTheDeviceAndStoresTheRest() throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withDailyQuota(10), "");

    bench.deliver(Queued.events(10, n -> Queued.event(n, "device-1")));
    bench.deliver(Queued.events(6, n -> Queued.event(n + 10, "device-" + n % 2)));
    bench.deliver(Queued.events(6, n -> Queued.event(n + 16, "device-" + n % 2)));

    assertThat(
        bench.ended(Reason.DAILY_QUOTA), contains("i-11", "i-13", "i-15", "i-17", "i-19", "i-21"));
    assertThat(bench.outcomeOf("i-11").cause().detail(), containsString("HTTP 429"));
    assertThat(bench.outcomeOf("i-17").cause().detail(), containsString("earlier event"));
    assertThat("never sent", bench.outcomeOf("i-17").attempts() == null);
    assertThat("nobody waits for tomorrow", bench.time.waits(), is(empty()));
    assertThat(bench.requests(), is(4L));
  }

  @Test
  void usersDailyQuota_defersOnlyWhatFollowsOnTheDevice() throws InterruptedException {
    Bench bench = Bench.withFaults("user user-1: 429-quota");

    bench.deliver(
        List.of(
            Queued.event(0, "device-1", null),
            Queued.event(1, "device-1", "user-1"),
            Queued.event(2, "device-1", null),
            Queued.event(3, "device-2", "user-1"),
            Queued.event(4, "device-2", "user-2"),
            Queued.event(5, "device-3", "user-2")));

    assertThat(bench.ended(Reason.DAILY_QUOTA), contains("i-1", "i-3", "i-2", "i-4"));
    assertThat(bench.storedIds(), contains("i-0", "i-5"));
  }

  @Test
  void throttledPastTheDeadline_isDeferredWithWhatFollows() throws InterruptedException {
    Bench bench = Bench.givingUpAfter(Duration.ofMinutes(5), "device device-1: 429");

    bench.deliver(Queued.spread(20, 2));
    bench.deliver(Queued.events(10, n -> Queued.event(n + 20, "device-" + n % 2)));

    assertThat(bench.ended(Reason.GAVE_UP), hasSize(15));
    assertThat(bench.storedIds(), hasSize(15));
    assertThat(bench.time.waited(), is(lessThanOrEqualTo(Duration.ofMinutes(5))));
    assertThat(bench.requests(), is(lessThanOrEqualTo(13L)));
  }

  @Test
  void retryAfterBeyondTheDeadline_isNotWaitedFor() throws InterruptedException {
    Bench bench = Bench.givingUpAfter(Duration.ofMinutes(5), "1: 429 + retry-after 2h");

    bench.deliver(Queued.spread(4, 2));

    assertThat(bench.ended(Reason.GAVE_UP), hasSize(4));
    assertThat(bench.time.waits(), is(empty()));
  }

  @Test
  void tooManyEventsPerSecond_comeThroughInTheEnd() throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withEpsThreshold(20), "");

    for (int part = 0; part < 5; part++) {
      int first = part * 500;
      bench.deliver(Queued.events(500, n -> Queued.event(first + n, "device-1", "user-1")));
    }

    assertThat(bench.storedIds(), hasSize(2500));
    assertThat(
        bench.emulator.statistics().smallestGapAfterThrottle().get(),
        is(greaterThanOrEqualTo(Duration.ofSeconds(30))));
  }

  private static List<Integer> eventCounts(Bench bench) {
    return bench.emulator.requests().stream().map(LoggedRequest::eventCount).toList();
  }

  private static Duration gap(Bench bench, int one, int other) {
    List<LoggedRequest> log = bench.emulator.requests();
    return Duration.between(log.get(one - 1).instant(), log.get(other - 1).instant());
  }

  private static Matcher<Duration> between(long least, long most) {
    return allOf(
        greaterThanOrEqualTo(Duration.ofSeconds(least)),
        lessThanOrEqualTo(Duration.ofSeconds(most)));
  }
}

package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits that are kept ahead of any complaint: rates, quotas, and what waits for them. */
class PacedDeliveryTest {
  private static final PacingLimits TEN_PER_ACTOR = new PacingLimits(1e9, 1e9, 10, 1_000_000);

  private static PacingLimits perDay(long events) {
    return new PacingLimits(1e9, 1e9, 1e9, events);
  }

  private static Bench paced(PacingLimits limits) {
    return Bench.paced(limits, settings -> settings, "");
  }

  @Test
  void deviceOverItsRate_waitsWhileTheLaneGoesOn() throws InterruptedException {
    Bench bench = Bench.paced(TEN_PER_ACTOR, settings -> settings.withEpsThreshold(10), "");

    bench.deliver(
        Queued.events(1200, n -> Queued.event(n, n % 2 == 0 ? "hot-device" : "device-" + n)));

    assertThat(bench.emulator.statistics().requestsByStatus().keySet(), contains(200));
    assertThat(bench.emulator.statistics().mostPerDeviceInThirtySeconds().count(), is(300L));
    assertThat(eventCounts(bench), contains(900, 300));
    assertThat(bench.time.waited(), is(lessThan(Duration.ofSeconds(31))));
    assertThat(bench.listener.causes(), everyItem(is(Cause.DEVICE_PACE)));
  }

  @Test
  void userOverItsRate_isHeldOnAllItsDevices() throws InterruptedException {
    Bench bench = Bench.paced(TEN_PER_ACTOR, settings -> settings.withEpsThreshold(10), "");

    bench.deliver(Queued.events(900, n -> Queued.event(n, "device-" + n % 9, "user-1")));

    assertThat(bench.emulator.statistics().requestsByStatus().keySet(), contains(200));
    assertThat(bench.emulator.statistics().mostPerUserInThirtySeconds().count(), is(300L));
    assertThat(bench.time.waited(), is(lessThan(Duration.ofSeconds(62))));
  }

  @Test
  void theLaneLooksNoFurtherAheadThanItMay() throws InterruptedException {
    Bench bench = paced(TEN_PER_ACTOR);
    int hot = 300 + Bench.LOOK_AHEAD;

    bench.deliver(
        Queued.events(hot + 1, n -> Queued.event(n, n < hot ? "hot-device" : "cold-device")));

    int cold = bench.storedIds().indexOf("i-" + hot);
    assertThat("the cold device's event had to wait", cold, is(greaterThan(300)));
    assertThat("but not to the end", cold, is(lessThan(hot)));
  }

  @Test
  void retriesCountTowardTheRate() throws InterruptedException {
    Bench bench = Bench.paced(TEN_PER_ACTOR, settings -> settings, "1-2: store-then-drop");

    bench.deliver(Queued.events(200, n -> Queued.event(n, "hot-device")));

    assertThat(bench.requests(), is(3L));
    assertThat(bench.emulator.statistics().mostPerDeviceInThirtySeconds().count(), is(200L));
    assertThat(bench.time.waited(), is(greaterThanOrEqualTo(Duration.ofSeconds(60))));
  }

  @Test
  void projectsRate_spacesRequests() throws InterruptedException {
    Bench bench = paced(new PacingLimits(100, 1e9, 1e9, 1_000_000));

    bench.deliver(Queued.spread(5000, 50));

    List<LoggedRequest> requests = bench.emulator.requests();
    for (int i = 1; i < requests.size(); i++) {
      Duration gap = Duration.between(requests.get(i - 1).instant(), requests.get(i).instant());
      assertThat(gap.toMillis(), is(greaterThanOrEqualTo(9_800L)));
    }
    assertThat(bench.time.waited(), is(lessThanOrEqualTo(Duration.ofSeconds(41))));
  }

  @Test
  void whatIsOverTheDaysQuota_isDeferredWithoutAsking() throws InterruptedException {
    Bench bench = Bench.paced(perDay(10), settings -> settings.withDailyQuota(10), "");

    bench.deliver(
        Queued.events(30, n -> Queued.event(n, n % 2 == 0 ? "hot-device" : "device-" + n)));

    assertThat(bench.emulator.statistics().requestsByStatus().keySet(), contains(200));
    assertThat(bench.ended(Reason.DAILY_QUOTA), contains("i-20", "i-22", "i-24", "i-26", "i-28"));
  }

  @Test
  void theUsersQuotaCountsOnAllDevices_andWhatFollowsOnThemIsDeferredToo()
      throws InterruptedException {
    Bench bench = Bench.paced(perDay(4), settings -> settings.withDailyQuota(4), "");

    bench.deliver(Queued.events(6, n -> Queued.event(n, "device-" + n % 2, "user-1")));
    bench.deliver(List.of(Queued.event(6, "device-0"), Queued.event(7, "device-2")));

    assertThat(bench.storedIds(), contains("i-0", "i-1", "i-2", "i-3", "i-7"));
    assertThat(bench.ended(Reason.DAILY_QUOTA), contains("i-4", "i-5", "i-6"));
    assertThat(bench.emulator.statistics().requestsByStatus().keySet(), contains(200));
  }

  @Test
  void anOutage_doesNotUseUpTheQuota() throws InterruptedException {
    Bench bench = Bench.paced(perDay(10), settings -> settings.withDailyQuota(10), "1-5: 503");

    bench.deliver(Queued.events(4, n -> Queued.event(n, "hot-device")));
    bench.deliver(Queued.events(10, n -> Queued.event(n, "hot-device")).subList(4, 10));

    assertThat(bench.storedIds(), hasSize(10));
    assertThat(bench.ended(Reason.DAILY_QUOTA), is(empty()));
  }

  @Test
  void theVendorsWordOnAUsersQuota_isHeededOnItsOtherDevices() throws InterruptedException {
    Bench bench = Bench.paced(perDay(1_000_000), settings -> settings.withDailyQuota(4), "");

    bench.deliver(Queued.events(5, n -> Queued.event(n, "device-1", "user-1")));
    bench.deliver(List.of(Queued.event(5, "device-2", "user-1"), Queued.event(6, "device-3")));

    assertThat(bench.ended(Reason.DAILY_QUOTA), hasSize(6));
    assertThat(bench.storedIds(), contains("i-6"));
    assertThat(bench.requests(), is(2L));
  }

  @Test
  void anUnnamedThrottleAgainAndAgain_isAnsweredWithSmallerRequests() throws InterruptedException {
    Bench bench = Bench.withFaults("*: 429-without-lists over 15000 bytes");

    bench.deliver(Queued.spread(300, 10));

    assertThat(bench.storedIds(), hasSize(300));
    List<Integer> sizes = eventCounts(bench);
    assertThat(sizes.subList(0, 4), contains(300, 300, 300, 150));
  }

  @Test
  void sizesThatWereRefused_areNotTriedAgain() throws InterruptedException {
    Bench bench = Bench.withFaults("*: 413 over 30000 bytes");

    bench.deliver(Queued.spread(3000, 10));

    long refused = bench.emulator.statistics().requestsByStatus().get(413);
    assertThat(bench.storedIds(), hasSize(3000));
    assertThat(refused, is(lessThanOrEqualTo(4L)));
  }

  @Test
  void aDestinationThatAnswersNobody_isGivenUpOnceAndTriedAgainBriefly()
      throws InterruptedException {
    Bench bench = Bench.givingUpAfter(Duration.ofHours(1), "*: 503 for 90m");

    for (int i = 0; i < 5; i++) {
      int from = 1000 * i;
      bench.deliver(IntStream.range(from, from + 1000).mapToObj(PacedDeliveryTest::own).toList());
    }
    assertThat(bench.ended(Reason.GAVE_UP), hasSize(5000));
    assertThat(bench.time.waited(), is(lessThanOrEqualTo(Duration.ofHours(1))));

    bench.time.advance(Duration.ofHours(1));
    bench.deliver(List.of(own(5000), own(5001)));
    assertThat(bench.storedIds(), contains("i-5000", "i-5001"));
  }

  private static QueuedEvent own(int number) {
    return Queued.event(number, "device-" + number);
  }

  @Test
  void askedToStop_sendsNothingMoreAndDefersTheRest() throws InterruptedException {
    Bench bench = paced(TEN_PER_ACTOR);
    bench.time.atWait(1, bench.stop::raise);

    bench.deliver(Queued.events(700, n -> Queued.event(n, "hot-device")));

    assertThat(bench.requests(), is(1L));
    assertThat(bench.storedIds(), hasSize(300));
    assertThat(bench.ended(Reason.STOPPED), hasSize(400));
    assertThat(bench.ended(Reason.STOPPED).get(0), is("i-300"));
  }

  @Test
  void askedToStopDuringAnOutage_doesNotTryAgain() throws InterruptedException {
    Bench bench = Bench.withFaults("*: store-then-500");
    bench.time.atWait(3, bench.stop::raise);

    bench.deliver(Queued.spread(10, 2));

    assertThat(bench.requests(), is(3L));
    assertThat(bench.ended(Reason.STOPPED), hasSize(10));
    assertThat(bench.outcomeOf("i-0").attempts(), is(not(equalTo(null))));
  }

  @Test
  void askedToStopBeforeTheFirst_sendsNothing() throws InterruptedException {
    Bench bench = Bench.withFaults("");
    bench.stop.raise();

    bench.deliver(Queued.spread(2500, 2));

    assertThat(bench.requests(), is(0L));
    assertThat(bench.ended(Reason.STOPPED), hasSize(2500));
    assertThat(bench.storedIds(), is(empty()));
  }

  private static List<Integer> eventCounts(Bench bench) {
    return new ArrayList<>(
        bench.emulator.requests().stream().map(LoggedRequest::eventCount).toList());
  }
}

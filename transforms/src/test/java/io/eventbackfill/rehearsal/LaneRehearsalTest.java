package io.eventbackfill.rehearsal;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.DailyQuota;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneRehearsalTest {
  private static final PacingLimits UNLIMITED = new PacingLimits(1e9, 1e9, 1e9, Long.MAX_VALUE);

  private final DailyQuota endless = new DailyQuota(Long.MAX_VALUE);

  @Test
  void aLaneThatNothingHoldsTakesItsRequestsOneAfterTheOther() throws InterruptedException {
    Rehearsed lane = new Rehearsed(UNLIMITED, endless);

    Sent sent = lane.of(Rehearsed.events(1_050, 10));

    assertThat(sent.events(), is(1_050L));
    assertThat(sent.requests(), is(11L));
    assertThat(sent.took(), is(Duration.ofMillis(11 * 200)));
    assertThat(lane.ended(), equalTo(Map.of(Reason.DELIVERED, 1_050)));
  }

  @Test
  void itsBytesAreThoseOfTheRequests() throws InterruptedException {
    List<QueuedEvent> events = Rehearsed.events(150, 3);

    Sent sent = new Rehearsed(UNLIMITED, endless).of(events);

    long bytes =
        Rehearsed.amplitude().encode(events.subList(0, 100)).body().length()
            + (long) Rehearsed.amplitude().encode(events.subList(100, 150)).body().length();
    assertThat(sent.bytes(), is(bytes));
  }

  @Test
  void aDeviceOverItsRateIsWaitedForAndTheProjectsRateIsNot() throws InterruptedException {
    PacingLimits limits = new PacingLimits(10, 1, 10, Long.MAX_VALUE);

    Sent alone = new Rehearsed(limits, endless).of(Rehearsed.events(900, 1));
    Sent spread = new Rehearsed(limits, endless).of(Rehearsed.events(900, 900));

    // 300 at once, and 300 in each window of 30 s.
    assertThat(alone.took(), is(greaterThan(Duration.ofSeconds(60))));
    assertThat(alone.took(), is(lessThan(Duration.ofSeconds(63))));
    assertThat(spread.took(), is(Duration.ofMillis(9 * 200)));
  }

  @Test
  void requestsAreNoLargerThanARunsWouldBe() throws InterruptedException {
    PacingLimits slow = new PacingLimits(1, 1e9, 1e9, Long.MAX_VALUE);

    Sent sent = new Rehearsed(slow, endless).of(Rehearsed.events(300, 300));

    assertThat("30 events in 30 s", sent.requests(), is(10L));
  }

  @Test
  void lanesShareTheQuotaOfAUserWithDevicesInEach() throws InterruptedException {
    PacingLimits tenADay = new PacingLimits(1e9, 1e9, 1e9, 10);
    DailyQuota shared = new DailyQuota(10);
    Rehearsed phones = new Rehearsed(tenADay, shared);
    Rehearsed desks = new Rehearsed(tenADay, shared);

    phones.of(ofUser("phone", 7));
    desks.of(ofUser("desk", 7));

    assertThat(phones.ended(), equalTo(Map.of(Reason.DELIVERED, 7)));
    assertThat(desks.ended(), equalTo(Map.of(Reason.DELIVERED, 3, Reason.DAILY_QUOTA, 4)));
  }

  @Test
  void copiesAreLeftOut() throws InterruptedException {
    Rehearsed lane = new Rehearsed(UNLIMITED, endless);
    QueuedEvent event = Rehearsed.event(1, "device", null);

    Sent sent = lane.of(List.of(event, event));

    assertThat(sent.events(), is(1L));
    assertThat(lane.ended(), equalTo(Map.of(Reason.DELIVERED, 1, Reason.DUPLICATE, 1)));
  }

  @Test
  void aRunOfDaysGivesQuotasBack() throws InterruptedException {
    // 10,000 events at 0.1 a second last 28 hours; a device has half of them, spread evenly.
    PacingLimits limits = new PacingLimits(0.1, 1e9, 1e9, 4_500);
    double share = ProjectShare.of(10_000, 10_000, 1, limits);

    Rehearsed inTime = new Rehearsed(limits, new DailyQuota(4_500), share);
    inTime.of(Rehearsed.events(10_000, 2));
    Rehearsed hurried = new Rehearsed(limits, new DailyQuota(4_500));
    hurried.of(Rehearsed.events(10_000, 2));

    assertThat(inTime.ended(), equalTo(Map.of(Reason.DELIVERED, 10_000)));
    assertThat(hurried.ended().get(Reason.DAILY_QUOTA), is(1_000));
  }

  private static List<QueuedEvent> ofUser(String device, int count) {
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(Rehearsed.event(i, device, "one user"));
    }
    return events;
  }
}

package io.eventbackfill.rehearsal;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.rehearsal.Estimate.Bound;
import io.eventbackfill.rehearsal.Estimate.World;
import io.eventbackfill.rehearsal.Slots.Dealing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
  private static final Duration ANSWER = Duration.ofMillis(200);
  private static final PacingLimits DEFAULTS = new PacingLimits(1000, 100, 300, 500_000);

  @Test
  void withoutEventsItTakesNoTime() {
    Estimate nothing = estimate(List.of(), DEFAULTS, slots(4), 0);

    assertThat(nothing.total(), is(Duration.ZERO));
  }

  /**
   * Lanes of the same size. Of 30 s only as much is used as the requests of a window leave of it.
   */
  @ParameterizedTest
  @CsvSource({
    // requests, events each, events/s, requests/s, seconds, by
    "20, 1000, 1000, 100,  19.2, PROJECT_EVENTS",
    "31, 1000, 1000, 100,  30.4, PROJECT_EVENTS",
    "61, 1000, 1000, 100,  60.6, PROJECT_EVENTS",
    "3,  1000,   50, 100,  60.6, PROJECT_EVENTS",
    "151,  10, 1000,  10,  15.2, PROJECT_REQUESTS",
    "301,  10, 1000,  10,  30.4, PROJECT_REQUESTS",
  })
  void theProjectsRatesBoundWhatLanesTogetherSend(
      int requests, int each, double events, double perSecond, double seconds, Bound by) {
    List<RehearsedLane> lanes = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      lanes.add(lane(i, "w", new Sent(each, 1, 1, ANSWER)));
    }

    Estimate estimate =
        estimate(lanes, new PacingLimits(events, perSecond, 1e9, 1_000_000), slots(1000), 0);

    assertThat(estimate.total().toMillis() / 1e3, is(closeTo(seconds, 0.001)));
    assertThat(estimate.boundBy(), is(by));
  }

  @Test
  void lanesWaitForSlotsAndTheOneLeftOverCountsToo() {
    List<RehearsedLane> lanes =
        List.of(slow(0, "a", 10), slow(1, "b", 10), slow(2, "a", 10), slow(3, "b", 1));

    assertThat(total(lanes, slots(1)), is(31L));
    assertThat(total(lanes, slots(2)), is(20L));
    assertThat(total(lanes, slots(4)), is(10L));
  }

  @Test
  void whereLanesAreDealtOutTheWorkerWithMostDecides() {
    List<RehearsedLane> lanes =
        List.of(slow(0, "a", 10), slow(1, "a", 10), slow(2, "a", 10), slow(3, "b", 1));

    assertThat(total(lanes, new Slots(2, Dealing.FIXED)), is(30L));
  }

  @Test
  void aUserInManyLanesIsNoFasterThanItsRate() {
    List<RehearsedLane> lanes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      lanes.add(lane(i, "w", new Sent(9_000, 9, 1, ANSWER)));
    }

    Estimate apart = estimate(lanes, limits(1e9), slots(10), 9_000);
    Estimate together = estimate(lanes, limits(1e9), slots(10), 90_000);

    assertThat(apart.total().toMillis(), is(200L));
    assertThat(together.total().toMillis(), is(9 * 30_200L + 200));
    assertThat(together.boundBy(), is(Bound.LANES));
  }

  private static long total(List<RehearsedLane> lanes, Slots slots) {
    return estimate(lanes, limits(1e9), slots, 0).total().toSeconds();
  }

  private static PacingLimits limits(double eventsPerSecond) {
    return new PacingLimits(eventsPerSecond, 1e9, 300, 500_000);
  }

  private static Estimate estimate(
      List<RehearsedLane> lanes, PacingLimits limits, Slots slots, long busiest) {
    return Estimate.of(lanes, RehearsedLane::configured, new World(limits, slots, ANSWER, busiest));
  }

  private static Slots slots(int count) {
    return new Slots(count, Dealing.WHOEVER_IS_FREE);
  }

  private static RehearsedLane slow(int number, String worker, int seconds) {
    return lane(number, worker, new Sent(1, 1, 1, Duration.ofSeconds(seconds)));
  }

  private static RehearsedLane lane(int number, String worker, Sent sent) {
    return new RehearsedLane(number, worker, 0, sent, Sent.NOTHING);
  }
}

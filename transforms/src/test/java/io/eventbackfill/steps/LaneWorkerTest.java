package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.steps.DeliverLanes.Sending;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Workers of one process, as an engine makes them: one for each thread, for bundles of any lane.
 */
class LaneWorkerTest {
  private final EmulatorClock clock = EmulatorClock.frozenAt(AmplitudeEmulator.START);
  private AmplitudeEmulator amplitude;

  @BeforeEach
  void start() {
    amplitude = AmplitudeEmulator.start(AmplitudeSettings.defaults().withDailyQuota(3), clock);
  }

  @AfterEach
  void stop() {
    amplitude.close();
  }

  private LaneWorker worker(String job, PacingLimits limits) {
    Sending sending =
        new Sending(
            () -> new GoogleHttpTransport(Duration.ofSeconds(30)),
            () -> new Waiting(clock, clock::advance, new Random(1)),
            RetryPolicy.givingUpAfter(Duration.ofHours(1)),
            limits,
            LookAhead.ofEvents(1000));
    return new LaneWorker(
        job,
        Given.destination(amplitude.endpoint(), AmplitudeEmulator.DEFAULT_API_KEY, 2),
        sending,
        null);
  }

  private static List<SetAside> lane(LaneWorker worker, int first, int last)
      throws InterruptedException {
    worker.begin(0);
    for (int n = first; n <= last; n++) {
      worker.add(EmulatedDelivery.event(n));
    }
    worker.end();
    return worker.takeAside();
  }

  private List<String> stored() {
    return amplitude.stored().stream().map(StoredEvent::insertId).map(o -> o.orElse("")).toList();
  }

  @Test
  void theLaneBegunAnewOnAnotherThread_knowsWhatWasDeferred() throws InterruptedException {
    try (LaneWorker one = worker("job", Given.LIMITS);
        LaneWorker other = worker("job", Given.LIMITS)) {
      assertThat("the third and fourth are over the quota", lane(one, 0, 3), hasSize(2));
      clock.advance(Duration.ofHours(25));

      List<SetAside> aside = lane(other, 4, 5);

      assertThat("sent, they would overtake", aside, hasSize(2));
      assertThat(aside.get(0).cause().reason().disposition(), is(Disposition.DEFERRED));
      assertThat(stored(), contains("insert-0", "insert-1"));
    }
  }

  @Test
  void anotherJob_knowsNothingOfIt() throws InterruptedException {
    try (LaneWorker one = worker("job-1", Given.LIMITS);
        LaneWorker other = worker("job-2", Given.LIMITS)) {
      lane(one, 0, 3);
      clock.advance(Duration.ofHours(25));

      assertThat(lane(other, 4, 5), hasSize(0));
      assertThat(stored(), contains("insert-0", "insert-1", "insert-4", "insert-5"));
    }
  }

  @Test
  void workersOfAJob_shareOneRate() throws InterruptedException {
    PacingLimits slow = new PacingLimits(1, 1e9, 1e9, Long.MAX_VALUE);
    try (LaneWorker one = worker("paced", slow);
        LaneWorker other = worker("paced", slow)) {
      lane(one, 0, 1);
      lane(other, 2, 2);
    }

    assertThat(
        Duration.between(AmplitudeEmulator.START, clock.instant()),
        is(Duration.ofSeconds(2).minusMillis(100)));
  }
}

package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.emulators.amplitude.IndexMode;
import io.eventbackfill.emulators.amplitude.InvalidIdMode;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals that are some event's fault: 400, 403, 413. */
class DelivererBlameTest {

  @Test
  void oneBadIdOfThree_isRejectedAndTheOthersGoAgainInOrder() throws InterruptedException {
    Bench bench = Bench.withFaults("");

    bench.deliver(
        List.of(Queued.event(0, "device-1"), Queued.event(1, "abc"), Queued.event(2, "device-1")));

    assertThat(bench.storedIds(), contains("i-0", "i-2"));
    Outcome rejected = bench.outcomeOf("i-1");
    assertThat(rejected.reason(), is(Reason.INVALID_ID_LENGTH));
    assertThat(rejected.cause().field(), is("device_id"));
    assertThat(rejected.cause().detail(), containsString("HTTP 400 Invalid id length"));
    assertThat(bench.requests(), is(2L));
  }

  @Test
  void attempts_countTheRequestsThatHeldTheEvent() throws InterruptedException {
    Bench bench = Bench.withFaults("");

    bench.deliver(List.of(Queued.event(0, "device-1"), Queued.poison(1, "device-1")));

    assertThat(bench.outcomeOf("i-0").attempts().count(), is(2));
    assertThat(bench.outcomeOf("i-0").attempts().status(), is(200));
    assertThat(bench.outcomeOf("i-1").attempts().count(), is(1));
    assertThat(bench.outcomeOf("i-1").attempts().status(), is(400));
  }

  /**
   * Naming all: two requests. Naming the first or none: peels and halves, at most one request per
   * bad event, one more per five peels, and the paths of a bisection.
   */
  @ParameterizedTest
  @EnumSource(IndexMode.class)
  void fiftyBadOfAThousand_areFoundWhateverTheRepliesName(IndexMode mode)
      throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withIndexMode(mode), "");

    bench.deliver(
        Queued.events(
            1000,
            n -> {
              String device = "device-" + n % 7;
              return n % 20 == 3 ? Queued.poison(n, device) : Queued.event(n, device);
            }));

    assertThat(bench.storedIds(), hasSize(950));
    Reason reason = mode == IndexMode.NONE ? Reason.REFUSED : Reason.INVALID_FIELD;
    assertThat(bench.ended(reason), hasSize(50));
    assertThat(bench.requests(), lessThanOrEqualTo(bound(mode)));
    // Without halving, each event named alone would cost another sending of nearly all the others.
    assertThat(bench.emulator.statistics().eventsReceived(), lessThanOrEqualTo(20_000L));
  }

  private static long bound(IndexMode mode) {
    return switch (mode) {
      case ALL -> 2;
      case FIRST -> 65;
      // 50 paths of length 10 share their upper half; twice as many nodes as leaves.
      case NONE -> 2 * 50 * 6;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 499, 500, 998, 999})
  void onePoisonEventWithNoIndex_isFoundByHalving(int place) throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withIndexMode(IndexMode.NONE), "");

    bench.deliver(
        Queued.events(
            1000, n -> n == place ? Queued.poison(n, "device-1") : Queued.event(n, "device-1")));

    assertThat(bench.storedIds(), hasSize(999));
    assertThat(bench.ended(Reason.REFUSED), contains("i-" + place));
    // 1 + 2 * log2(1000)
    assertThat(bench.requests(), lessThanOrEqualTo(21L));
  }

  @ParameterizedTest
  @EnumSource(InvalidIdMode.class)
  void idsOnTheVendorsList_areRejectedEitherWay(InvalidIdMode mode) throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withInvalidIdMode(mode), "");

    bench.deliver(
        Queued.events(64, n -> Queued.event(n, n == 40 ? "Anonymous" : "device-" + n % 3)));

    assertThat(bench.storedIds(), hasSize(63));
    assertThat(bench.requests(), lessThanOrEqualTo(13L));
  }

  @Test
  void silencedDevice_isRejectedUnderItsOwnReason() throws InterruptedException {
    Bench bench = Bench.with(s -> s.withSilencedDevices(Set.of("device-1")), "");

    bench.deliver(Queued.spread(9, 3));

    assertThat(bench.ended(Reason.SILENCED), contains("i-1", "i-4", "i-7"));
    assertThat(bench.outcomeOf("i-4").cause().field(), is("device_id"));
    assertThat(bench.requests(), is(2L));
  }

  @Test
  void silencedAndThrottledInOneReply_areToldApart() throws InterruptedException {
    String body =
        "{\"code\":400,\"error\":\"Events silenced for device_id\",\"eps_threshold\":100,"
            + "\"silenced_devices\":[\"device-0\"],\"silenced_events\":[0,3],"
            + "\"throttled_devices\":{\"device-1\":100},\"throttled_events\":[1],"
            + "\"exceeded_daily_quota_devices\":0}";
    Bench bench = Bench.withFaults("1: 400 body " + body);

    bench.deliver(Queued.spread(6, 3));

    assertThat(bench.ended(Reason.SILENCED), contains("i-0", "i-3"));
    assertThat(bench.storedIds(), contains("i-2", "i-5", "i-1", "i-4"));
    assertThat(bench.time.waited().toSeconds(), both(greaterThan(29L)).and(lessThan(34L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"403", "403-html", "403-empty"})
  void forbiddenEvent_isFoundByHalving(String answer) throws InterruptedException {
    Bench bench = Bench.withFaults("insert i-70: " + answer);

    bench.deliver(Queued.spread(100, 5));

    assertThat(bench.ended(Reason.FORBIDDEN), contains("i-70"));
    assertThat(bench.storedIds(), hasSize(99));
    assertThat(bench.requests(), lessThanOrEqualTo(15L));
  }

  @Test
  void manyForbiddenEventsOfOneDevice_doNotStopTheJob() throws InterruptedException {
    Bench bench = Bench.withFaults("device device-1: 403");

    bench.deliver(Queued.spread(20, 2));

    assertThat(bench.ended(Reason.FORBIDDEN), hasSize(10));
    assertThat(bench.storedIds(), hasSize(10));
  }

  @Test
  void threeLoneForbiddenEventsOfDifferentDevices_stopTheJob() {
    Bench bench = Bench.withFaults("*: 403");

    StopJobException stop =
        assertThrows(StopJobException.class, () -> bench.deliver(Queued.spread(1000, 1000)));

    assertThat(stop.getMessage(), containsString("HTTP 403 Forbidden"));
    assertThat(bench.storedIds(), is(empty()));
    // Ten levels down to the first, a few up and down again to the third.
    assertThat(bench.requests(), lessThanOrEqualTo(14L));
  }

  @Test
  void forbiddenEventsWithAcceptedOnesBetween_doNotStopTheJob() throws InterruptedException {
    Bench bench =
        Bench.withFaults(
            "insert i-0: 403; insert i-2: 403; insert i-4: 403; insert i-6: 403; insert i-8: 403");

    bench.deliver(Queued.spread(10, 10));

    assertThat(bench.ended(Reason.FORBIDDEN), contains("i-0", "i-2", "i-4", "i-6", "i-8"));
    assertThat(bench.storedIds(), contains("i-1", "i-3", "i-5", "i-7", "i-9"));
  }

  @Test
  void largeEventsBeforeAForbiddenOne_areNoSignOfAForbiddenSender() throws InterruptedException {
    Bench bench = Bench.withFaults("insert i-0: 413; insert i-1: 413; insert i-2: 403");

    bench.deliver(Queued.spread(3, 3));

    assertThat(bench.ended(Reason.TOO_LARGE), contains("i-0", "i-1"));
    assertThat(bench.ended(Reason.FORBIDDEN), contains("i-2"));
  }

  @Test
  void moreEventsThanTaken_goInHalvesOneAfterTheOther() throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withMaxEvents(500), "");
    List<QueuedEvent> batch = Queued.spread(1000, 10);

    bench.deliver(batch);

    assertThat(bench.storedIds(), equalTo(batch.stream().map(QueuedEvent::identity).toList()));
    assertThat(bench.requests(), is(3L));
  }

  @Test
  void moreBytesThanTaken_goInHalves() throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withMaxBytes(5000), "");

    bench.deliver(Queued.spread(200, 10));

    assertThat(bench.storedIds(), hasSize(200));
    assertThat(bench.ended(Reason.TOO_LARGE), is(empty()));
    assertThat(bench.requests(), lessThanOrEqualTo(15L));
  }

  @Test
  void loneEventOfTooManyBytes_isRejectedAndTheOthersAreStored() throws InterruptedException {
    Bench bench = Bench.with(settings -> settings.withMaxBytes(5000), "");

    bench.deliver(
        Stream.concat(
                Stream.of(Queued.large(0, "device-0", 6000)),
                Queued.events(9, n -> Queued.event(n + 1, "device-0")).stream())
            .toList());

    assertThat(bench.ended(Reason.TOO_LARGE), contains("i-0"));
    assertThat(bench.storedIds(), hasSize(9));
  }

  @Test
  void partialStorage_isNotReliedOnAndDoesNoHarm() throws InterruptedException {
    Bench bench =
        Bench.with(s -> s.withPartialAccept(true).withIndexMode(IndexMode.FIRST), "30%: drop");

    bench.deliver(
        Queued.events(
            300,
            n -> n % 25 == 0 ? Queued.poison(n, "device-1") : Queued.event(n, "device-" + n % 4)));

    assertThat(bench.storedIds(), hasSize(288));
  }
}

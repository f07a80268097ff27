package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneDeliveryTest {
  private static final long MILLI = 1_751_387_694_837L;

  private final AmplitudeEmulator emulator =
      AmplitudeEmulator.withoutSocket(
          AmplitudeSettings.defaults(), EmulatorClock.frozenAt(AmplitudeEmulator.START));
  private final List<Outcome> outcomes = new ArrayList<>();
  private long row;

  private LaneDelivery lane(BatchLimits limits) {
    Channel channel =
        new Channel(
            Bench.amplitude(Secret.of(Bench.KEY)),
            new EmulatorTransport(emulator, Bench.TIMEOUT),
            RetryPolicy.givingUpAfter(Duration.ofDays(1)),
            new VirtualTime(emulator.clock()).waiting(1),
            new RecordingListener());
    Outlet outlet = new Outlet(Bench.UNLIMITED, new StopRequest());
    Deliverer deliverer = new Deliverer(channel, outlet, outcomes::add);
    return new LaneDelivery(
        limits, LookAhead.ofEvents(1000), deliverer, Journal.NONE, outcomes::add);
  }

  private static BatchLimits events(int maxEvents) {
    return new BatchLimits(maxEvents, 1_000_000, 1_000_000, 100);
  }

  private void run(LaneDelivery lane, List<QueuedEvent> events) throws InterruptedException {
    for (QueuedEvent event : events) {
      lane.add(event);
    }
    lane.finish();
  }

  @Test
  void eventsOfOneMilli_leaveInTheirTotalOrder() throws InterruptedException {
    run(
        lane(events(100)),
        List.of(
            event("other-ms-before", new EventTime(MILLI * 1000 - 1, 9L, 9)),
            event("later-micro", new EventTime(MILLI * 1000 + 1, 1L, 0)),
            event("id-7", new EventTime(MILLI * 1000, 7L, 0)),
            event("id-6-uploaded-9", new EventTime(MILLI * 1000, 6L, 9)),
            event("id-6-uploaded-8-b", new EventTime(MILLI * 1000, 6L, 8)),
            event("id-6-uploaded-8-a", new EventTime(MILLI * 1000, 6L, 8)),
            event("no-id", new EventTime(MILLI * 1000, null, 9)),
            event("other-ms-after", new EventTime(MILLI * 1000 + 1000, 0L, 0))));

    assertThat(
        storedIds(),
        contains(
            "other-ms-before",
            "no-id",
            "id-6-uploaded-8-a",
            "id-6-uploaded-8-b",
            "id-6-uploaded-9",
            "id-7",
            "later-micro",
            "other-ms-after"));
  }

  @Test
  void copies_collapseIntoTheFirst() throws InterruptedException {
    QueuedEvent original = event("same", "device-1", null);
    QueuedEvent other = event("other", "device-1", null);
    QueuedEvent copy = event("same", "device-1", null);

    run(lane(events(100)), List.of(original, other, copy));

    assertThat(storedIds(), contains("other", "same"));
    assertThat(ended(Reason.DUPLICATE), contains(copy));
    assertThat("a copy is never sent", emulator.statistics().duplicatesReceived() == 0);
    assertThat("no attempts", outcomes.get(0).attempts() == null);
  }

  @Test
  void copiesWithoutADevice_collapseByUser() throws InterruptedException {
    QueuedEvent original = event("same", null, "user-1");
    QueuedEvent copy = event("same", null, "user-1");
    QueuedEvent others = event("same", null, "user-2");

    run(lane(events(100)), List.of(original, copy, others));

    assertThat(ended(Reason.DUPLICATE), contains(copy));
    assertThat(emulator.stored().size(), is(2));
  }

  @Test
  void sameIdentityOnOtherIds_isNoCopy() throws InterruptedException {
    run(
        lane(events(100)),
        List.of(
            event("signup:2", "device-1", "user-1"),
            event("signup:2", "device-2", "user-1"),
            event("signup:2", null, "device-1")));

    assertThat(ended(Reason.DUPLICATE), is(empty()));
    assertThat(emulator.stored().size(), is(3));
  }

  @Test
  void sameIdentityOfOtherUsersOnOneDevice_isACopyForTheVendorToo() throws InterruptedException {
    run(
        lane(events(100)),
        List.of(event("same", "device-1", "user-1"), event("same", "device-1", "user-2")));

    assertThat(ended(Reason.DUPLICATE).size(), is(1));
    assertThat(emulator.stored().size(), is(1));
  }

  @Test
  void unsortedInput_isRefused() throws InterruptedException {
    LaneDelivery lane = lane(events(100));
    lane.add(event("b", new EventTime(MILLI * 1000, null, 0)));

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> lane.add(event("a", new EventTime(MILLI * 1000 - 1, null, 0))));

    assertThat(e.getMessage(), containsString("not sorted"));
    assertThat(e.getMessage(), containsString("export.json.gz:2"));
  }

  @Test
  void batches_areCutByCountAndTheLastOneIsPartial() throws InterruptedException {
    run(lane(events(3)), Queued.spread(8, 2));

    assertThat(requestSizes(), contains(3, 3, 2));
    assertThat(outcomes.stream().map(o -> o.event().origin().row()).toList(), is(rows(8)));
  }

  @Test
  void batches_areCutByBytes() throws InterruptedException {
    List<QueuedEvent> lane = Queued.spread(10, 1);
    int three = lane.stream().limit(3).mapToInt(event -> event.body().length() + 1).sum();

    run(lane(new BatchLimits(100, 100 + three, 1_000_000, 100)), lane);

    assertThat(requestSizes(), contains(3, 3, 3, 1));
  }

  @Test
  void largeEvent_travelsAloneInItsPlace() throws InterruptedException {
    List<QueuedEvent> lane = new ArrayList<>(Queued.spread(5, 1));
    lane.set(2, Queued.large(2, "device-0", 5000));

    run(lane(new BatchLimits(100, 2000, 1_000_000, 100)), lane);

    assertThat(storedIds(), contains("i-0", "i-1", "i-2", "i-3", "i-4"));
    assertThat(requestSizes(), contains(2, 1, 2));
  }

  @Test
  void nothing_sendsNothing() throws InterruptedException {
    run(lane(events(3)), List.of());

    assertThat(emulator.requests(), is(empty()));
    assertThat(outcomes, is(empty()));
  }

  @Test
  void heldDevice_keepsItsOrderAndDoesNotKeepTheLane() throws InterruptedException {
    emulator.faults(FaultScript.parse("device device-0: 429 for 70s; 2: drop; 4: store-then-500"));

    run(lane(events(4)), Queued.spread(12, 2));

    assertThat(
        storedIds(),
        contains(
            "i-1", "i-3", "i-5", "i-7", "i-9", "i-11", "i-0", "i-2", "i-4", "i-6", "i-8", "i-10"));
  }

  @Test
  void outcomes_areHeardWithTheBatchAndNotAtTheEnd() throws InterruptedException {
    LaneDelivery lane = lane(events(2));
    List<QueuedEvent> events = Queued.spread(4, 1);

    lane.add(events.get(0));
    lane.add(events.get(1));
    assertThat("the second may have companions in its millisecond", outcomes, is(empty()));
    lane.add(events.get(2));
    assertThat(outcomes.size(), is(2));
  }

  private List<String> storedIds() {
    return emulator.stored().stream()
        .map(StoredEvent::insertId)
        .map(id -> id.orElseThrow())
        .toList();
  }

  private List<Integer> requestSizes() {
    return emulator.requests().stream().map(LoggedRequest::eventCount).toList();
  }

  private List<QueuedEvent> ended(Reason reason) {
    return outcomes.stream().filter(o -> o.reason() == reason).map(Outcome::event).toList();
  }

  private static List<Long> rows(int count) {
    return Queued.spread(count, 1).stream().map(event -> event.origin().row()).toList();
  }

  private QueuedEvent event(String identity, EventTime time) {
    return event(identity, time, new Who("device-1", null, null));
  }

  private QueuedEvent event(String identity, @Nullable String device, @Nullable String user) {
    return event(identity, new EventTime(MILLI * 1000, null, 0), new Who(device, user, null));
  }

  private QueuedEvent event(String identity, EventTime time, Who who) {
    String ids =
        (who.device() == null ? "" : ",\"device_id\":\"" + who.device() + "\"")
            + (who.user() == null ? "" : ",\"user_id\":\"" + who.user() + "\"");
    String body =
        "{\"insert_id\":\"%s\",\"event_type\":\"e\",\"time\":%d%s}"
            .formatted(identity, time.millis(), ids);
    Origin origin = new Origin("export.json.gz", null, ++row);
    return new QueuedEvent(identity, time, who, OrderBy.DEVICE_ID.key(who), origin, Bytes.of(body));
  }
}

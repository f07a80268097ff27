package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a lane asks of its journal, and what it tells it. */
class JournaledDeliveryTest {
  private static final Pattern NUMBER = Pattern.compile("\"insert_id\":\"n-([0-9]+)\"");

  private final AmplitudeEmulator emulator =
      AmplitudeEmulator.withoutSocket(
          AmplitudeSettings.defaults().withEpsThreshold(5),
          EmulatorClock.frozenAt(AmplitudeEmulator.START));
  private final Diary diary = new Diary();
  private final List<Outcome> outcomes = new ArrayList<>();

  /** A journal in memory, which allows no more than it was asked for. */
  private static final class Diary implements Journal {
    private final Map<Long, Refused> known = new HashMap<>();
    private long next;
    private long allowed = -1;
    private int rests;

    @Override
    public long position() {
      return next;
    }

    @Override
    public Optional<Known> take(QueuedEvent event) {
      return Optional.ofNullable(known.get(next++)).map(cause -> new Known(cause, null));
    }

    @Override
    public void pass() {
      next++;
    }

    @Override
    public void sending(long position) {
      allowed = Math.max(allowed, position);
    }

    @Override
    public void rest() {
      rests++;
    }
  }

  /** Looks into each request, whether the journal allows for all of it. */
  private final class Inspection implements HttpTransport {
    private final HttpTransport behind = new EmulatorTransport(emulator, Bench.TIMEOUT);

    @Override
    public HttpReply send(HttpRequestSpec request) throws InterruptedException {
      Matcher number = NUMBER.matcher(request.body().text());
      while (number.find()) {
        assertThat(Long.parseLong(number.group(1)), is(lessThanOrEqualTo(diary.allowed)));
      }
      return behind.send(request);
    }

    @Override
    public void close() {}
  }

  private void deliver(int events) throws InterruptedException {
    deliver(lane(), events);
  }

  private void deliver(LaneDelivery lane, int events) throws InterruptedException {
    for (int i = 0; i < events; i++) {
      lane.add(event(i, "device-" + i % 3));
    }
    lane.finish();
  }

  private LaneDelivery lane() {
    Channel channel =
        new Channel(
            Bench.amplitude(Secret.of(Bench.KEY)),
            new Inspection(),
            RetryPolicy.givingUpAfter(Duration.ofHours(1)),
            new VirtualTime(emulator.clock()).waiting(1),
            new RecordingListener());
    Outlet outlet = new Outlet(Bench.UNLIMITED, new StopRequest());
    Deliverer deliverer = new Deliverer(channel, outlet, outcomes::add);
    BatchLimits limits = new BatchLimits(10, 1_000_000, 1_000_000, 100);
    return new LaneDelivery(limits, LookAhead.ofEvents(50), deliverer, diary, outcomes::add);
  }

  private static QueuedEvent event(long number, String device) {
    String body =
        "{\"insert_id\":\"n-%d\",\"event_type\":\"e\",\"time\":%d,\"device_id\":\"%s\"}"
            .formatted(number, 1_751_387_694_837L + number, device);
    EventTime time = new EventTime((1_751_387_694_837L + number) * 1000, null, 0);
    Origin origin = new Origin("input.json", null, number + 1);
    Who who = new Who(device, null, null);
    return new QueuedEvent("n-" + number, time, who, "d:" + device, origin, Bytes.of(body));
  }

  private List<Long> positions(Reason reason) {
    return outcomes.stream().filter(o -> o.reason() == reason).map(Outcome::position).toList();
  }

  @Test
  void nothingLeavesThatTheJournalWasNotToldOf() throws InterruptedException {
    emulator.faults(FaultScript.parse("2: 503; 4: store-then-drop; 5: 413"));

    deliver(500);

    assertThat(positions(Reason.DELIVERED).size(), is(500));
    assertThat("devices were held", emulator.statistics().requests(), is(greaterThan(52L)));
    assertThat(diary.rests, is(greaterThan(49)));
  }

  @Test
  void outcomesHaveTheirPositions() throws InterruptedException {
    deliver(30);

    for (Outcome outcome : outcomes) {
      assertThat(outcome.event().identity(), equalTo("n-" + outcome.position()));
    }
  }

  @Test
  void whatIsKnownIsNotSent() throws InterruptedException {
    diary.known.put(1L, Refused.because(Reason.DELIVERED));
    diary.known.put(2L, new Refused(Reason.REFUSED, "time", "said then"));

    deliver(5);

    assertThat(emulator.statistics().eventsReceived(), is(3L));
    assertThat(positions(Reason.REFUSED), contains(2L));
    assertThat(outcomes.size(), is(5));
  }

  @Test
  void whatIsToBeDeferredTakesItsFollowersWithIt() throws InterruptedException {
    diary.known.put(3L, new Refused(Reason.IN_DOUBT, "", "sent long ago"));

    deliver(12);

    assertThat(positions(Reason.IN_DOUBT), contains(3L, 6L, 9L));
    assertThat(emulator.statistics().eventsReceived(), is(9L));
  }

  @Test
  void anAnswerThatNeverCameLeavesADoubtSinceTheFirstRequest() throws InterruptedException {
    emulator.faults(FaultScript.parse("*: 503"));

    deliver(3);

    assertThat(positions(Reason.GAVE_UP).size(), is(3));
    assertThat(
        outcomes.stream().map(Outcome::doubtfulSince).toList(),
        everyItem(equalTo(AmplitudeEmulator.START)));
  }

  @Test
  void anAnswerAtLastEndsTheDoubt() throws InterruptedException {
    emulator.faults(FaultScript.parse("1: 503"));

    deliver(3);

    assertThat(outcomes.stream().map(Outcome::doubtfulSince).toList(), everyItem(is(nullValue())));
  }

  @Test
  void aRefusalOfTheWholeJobLeavesNoDoubt() {
    emulator.faults(FaultScript.parse("1: 401"));
    LaneDelivery lane = lane();

    assertThrows(StopJobException.class, () -> deliver(lane, 3));

    assertThat(lane.isInDoubt(), is(false));
  }

  @Test
  void unlessARequestBeforeItWasNotAnswered() {
    emulator.faults(FaultScript.parse("1: 503; 2: 401"));
    LaneDelivery lane = lane();

    assertThrows(StopJobException.class, () -> deliver(lane, 3));

    assertThat(lane.isInDoubt(), is(true));
  }
}

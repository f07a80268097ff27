package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.KEY;
import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.bytes;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.many;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.emulators.EmulatedService;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.FaultScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private final AmplitudeEmulator emulator = emulator();

  private EmulatorStatistics statistics() {
    return emulator.statistics();
  }

  @Test
  void requestsAreCountedByStatus() {
    emulator.faults(FaultScript.parse("2: 503; 3: drop; 4: store-then-drop"));
    for (int i = 0; i < 4; i++) {
      emulator.answer(body(event("device-1", "a")));
    }
    emulator.answer(bytes("{"));
    assertThat(statistics().requestsByStatus(), is(Map.of(0, 1L, 200, 2L, 400, 1L, 503, 1L)));
    assertThat(statistics().requests(), is(5L));
    assertThat(statistics().eventsReceived(), is(4L));
    assertThat(statistics().eventsStored(), is(1L));
  }

  @Test
  void arrivalOrderIsPerDevice() {
    emulator.answer(body(event("device-1", "b"), event("device-2", "x"), event("device-1", "a")));
    emulator.answer(body(event("device-1", "b"), event("device-1", "c")));
    assertThat(
        statistics().arrivalOrder(),
        is(Map.of("device-1", List.of("b", "a", "c"), "device-2", List.of("x"))));
    assertThat(statistics().arrivalOrder("device-2"), is(List.of("x")));
    assertThat(statistics().copiesByInsertId(), is(Map.of("b", 2, "x", 1, "a", 1, "c", 1)));
  }

  @Test
  void inversionsAreCountedPerDevice() {
    String timed = "{'event_type':'x','device_id':'%s','time':%d}";
    emulator.answer(
        body(
            timed.formatted("device-1", 5),
            timed.formatted("device-2", 1),
            timed.formatted("device-1", 5),
            timed.formatted("device-1", 4),
            timed.formatted("device-1", 4),
            timed.formatted("device-1", 6)));
    assertThat(statistics().orderInversions(), is(2L));
  }

  @Test
  void peaksCoverAnySecondAndAnyThirtySeconds() {
    emulator.answer(many("device-1", "a", 10));
    emulator.clock().advance(Duration.ofMillis(999));
    emulator.answer(body(event("device-1", "b", ",'user_id':'user-1'"), event("device-2", "c")));
    emulator.clock().advance(Duration.ofMillis(1));
    emulator.answer(many("device-1", "d", 5));
    emulator.clock().advance(Duration.ofSeconds(29));
    emulator.answer(many("device-1", "e", 7));
    assertThat(statistics().mostPerDeviceInOneSecond(), is(new Peak("device-1", 11)));
    assertThat(statistics().mostPerDeviceInThirtySeconds(), is(new Peak("device-1", 16)));
    assertThat(statistics().mostPerUserInOneSecond(), is(new Peak("user-1", 1)));
    assertThat(statistics().mostPerUserInThirtySeconds(), is(new Peak("user-1", 1)));
    assertThat(statistics().mostEventsInOneSecond(), is(12L));
    assertThat(statistics().mostRequestsInOneSecond(), is(2L));
  }

  @Test
  void theGapAfterAThrottleIsMeasuredPerId() {
    emulator.faults(
        FaultScript.parse("device device-1: 429 times 1; user user-9: 429-quota times 1"));
    assertThat(statistics().smallestGapAfterThrottle(), is(Optional.empty()));
    emulator.answer(body(event("device-1", "a"), event("device-2", "b")));
    emulator.clock().advance(Duration.ofSeconds(10));
    emulator.answer(body(event("device-2", "b")));
    assertThat(statistics().smallestGapAfterThrottle(), is(Optional.empty()));
    emulator.clock().advance(Duration.ofSeconds(20));
    emulator.answer(body(event("device-1", "a")));
    assertThat(statistics().smallestGapAfterThrottle(), is(Optional.of(Duration.ofSeconds(30))));
    emulator.answer(body(event("device-3", "c", ",'user_id':'user-9'")));
    emulator.clock().advance(Duration.ofSeconds(5));
    emulator.answer(body(event("device-3", "c", ",'user_id':'user-9'")));
    assertThat(statistics().smallestGapAfterThrottle(), is(Optional.of(Duration.ofSeconds(5))));
  }

  @Test
  void requestsUnderWayAreCountedFromTheirHeadToTheirLastByte() {
    EmulatedService service = emulator.service();
    EmulatorRequest one = EmulatorRequest.post("/batch", body(event("device-1", "a")));
    EmulatorRequest two = EmulatorRequest.post("/batch", body(event("device-2", "b")));
    long first = service.opened();
    service.respond(first, one);
    service.closing(first);
    long second = service.opened();
    service.respond(second, one);
    long other = service.opened();
    service.respond(other, two);
    assertThat(statistics().mostInFlightPerDevice().count(), is(1L));
    long third = service.opened();
    service.closing(second);
    service.closing(second);
    service.respond(third, one);
    assertThat(statistics().mostInFlightPerDevice(), is(new Peak("device-1", 2)));
  }

  @Test
  void complaintsNameWhatABackfillMustNotDo() {
    emulator.handle(
        EmulatorRequest.post(
                "/batch",
                bytes(
                    "{'client_upload_time':'2020-01-01T00:00:00Z','api_key':'"
                        + KEY
                        + "','events':["
                        + "{'device_id':'device-1','event_type':'x','ip':'$remote'},"
                        + event("device-1", "a")
                        + ","
                        + event("device-1", "a", ",'platform':'x'")
                        + "]}"))
            .withHeader("Content-Type", "text/plain"));
    assertThat(
        statistics().complaints(),
        is(
            Map.of(
                Complaint.EVENT_WITHOUT_TIME, 1L,
                Complaint.EVENT_WITHOUT_INSERT_ID, 1L,
                Complaint.EVENT_WITH_REMOTE_IP, 1L,
                Complaint.REQUEST_WITH_CLIENT_UPLOAD_TIME, 1L,
                Complaint.REQUEST_WITHOUT_JSON_CONTENT_TYPE, 1L,
                Complaint.COPY_WITH_OTHER_CONTENT, 1L)));
  }

  @Test
  void aFaultlessBackfillHasNothingToComplainAbout() {
    emulator.answer(body(event("device-1", "a")));
    assertThat(statistics().complaints(), is(Map.of()));
  }

  @Test
  void theLogTellsSameBytesFromOthers() {
    emulator.answer(body(event("device-1", "a")));
    emulator.answer(body(event("device-1", "a")));
    emulator.answer(body(event("device-1", "b")));
    List<String> hashes = emulator.requests().stream().map(r -> r.sha256()).toList();
    assertThat(hashes.get(1), is(hashes.get(0)));
    assertThat(hashes.get(2), is(not(hashes.get(0))));
    assertThat(
        emulator.requests().get(2).bodyText().orElseThrow().getBytes(StandardCharsets.UTF_8),
        is(body(event("device-1", "b"))));
    assertThat(emulator.requests().get(1).storedCount(), is(0));
    assertThat(emulator.requests().get(1).eventCount(), is(1));
    assertThat(emulator.requests().get(1).number(), is(2L));
    assertThat(emulator.requests().get(1).instant(), is(AmplitudeEmulator.START));
  }

  @Test
  void bodiesNeedNotBeKept() {
    AmplitudeEmulator lean = emulator(AmplitudeSettings.defaults().withKeepBodies(false));
    lean.answer(body(event("device-1", "a")));
    assertThat(lean.requests().get(0).bodyText(), is(Optional.empty()));
    assertThat(lean.stored().get(0).insertId(), is(Optional.of("a")));
  }

  @Test
  void resetForgetsWhatHappenedAndKeepsTheRest() {
    emulator.configure(AmplitudeSettings.defaults().withEpsThreshold(7));
    emulator.clock().advance(Duration.ofDays(1));
    emulator.answer(body(event("device-1", "a")));
    emulator.reset();
    assertThat(emulator.stored(), is(List.of()));
    assertThat(emulator.requests(), is(List.of()));
    assertThat(statistics().requests(), is(0L));
    assertThat(statistics().mostInFlightPerDevice(), is(new Peak("", 0)));
    assertThat(emulator.settings().epsThreshold(), is(7L));
    assertThat(emulator.clock().instant(), is(AmplitudeEmulator.START.plus(Duration.ofDays(1))));
  }

  @Test
  void parallelRequestsLoseNothing() {
    AmplitudeEmulator wide = emulator(AmplitudeSettings.defaults().withEpsThreshold(1_000_000));
    IntStream.range(0, 400)
        .parallel()
        .forEach(i -> wide.answer(many("device-" + i % 16, "r" + i + "-", 50)));
    assertThat(wide.statistics().eventsStored(), is(20_000L));
    assertThat(wide.statistics().requestsByStatus(), is(Map.of(200, 400L)));
    assertThat(wide.requests().size(), is(400));
    assertThat(wide.statistics().duplicatesReceived(), is(0L));
  }
}

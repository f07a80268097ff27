package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.insertIds;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static io.eventbackfill.emulators.amplitude.Uploads.many;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** 429 and silencing, as in the Batch Event Upload API, by a clock that stands still. */
class RateLimitsTest {

  private static final AmplitudeSettings SLOW = AmplitudeSettings.defaults().withEpsThreshold(10);

  @Test
  void throttlesInTheDocumentedShape() {
    AmplitudeEmulator emulator = emulator(SLOW);
    assertThat(emulator.answer(many("device-1", "a", 300)).status(), is(200));
    HttpAnswer answer =
        emulator.answer(
            body(event("device-2", "b"), event("device-1", "c", ",'user_id':'user-1'")));
    assertThat(answer.status(), is(429));
    assertThat(
        Uploads.body(answer),
        is(
            json(
                "{'code':429,'error':'Too many requests for some devices and users',"
                    + "'eps_threshold':10,'throttled_devices':{'device-1':10},"
                    + "'throttled_users':{},'exceeded_daily_quota_devices':{},"
                    + "'exceeded_daily_quota_users':{},'throttled_events':[1]}")));
    assertThat(emulator.stored().size(), is(300));
  }

  @Test
  void onlyOneMoreThanTheAverageIsTooMany() {
    AmplitudeEmulator emulator = emulator();
    for (int i = 0; i < 15; i++) {
      assertThat(emulator.answer(many("device-1", i + "-", 2000)).status(), is(200));
    }
    assertThat(emulator.answer(body(event("device-1", "x"))).status(), is(429));
  }

  @Test
  void aUserIsThrottledAcrossDevices() {
    AmplitudeEmulator emulator = emulator(SLOW.withEpsThreshold(1).withEpsWindowSeconds(2));
    emulator.answer(
        body(
            event("device-1", "a", ",'user_id':'user-1'"),
            event("device-2", "b", ",'user_id':'user-1'")));
    JsonNode answer =
        Uploads.body(emulator.answer(body(event("device-3", "c", ",'user_id':'user-1'"))));
    assertThat(answer.path("throttled_users"), is(json("{'user-1':1}")));
    assertThat(answer.path("throttled_devices"), is(json("{}")));
    assertThat(answer.path("throttled_events"), is(json("[0]")));
  }

  @Test
  void theWindowPasses() {
    AmplitudeEmulator emulator = emulator(SLOW);
    emulator.answer(many("device-1", "a", 300));
    emulator.clock().advance(Duration.ofSeconds(29));
    emulator.configure(SLOW.withCountRejected(false));
    assertThat(emulator.answer(body(event("device-1", "x"))).status(), is(429));
    emulator.clock().advance(Duration.ofSeconds(1));
    assertThat(emulator.answer(body(event("device-1", "x"))).status(), is(200));
  }

  @Test
  void refusedEventsCountUnlessToldOtherwise() {
    for (boolean counts : new boolean[] {true, false}) {
      AmplitudeEmulator emulator = emulator(SLOW.withCountRejected(counts));
      emulator.answer(many("device-1", "a", 200));
      emulator.clock().advance(Duration.ofSeconds(20));
      assertThat(emulator.answer(many("device-1", "b", 200)).status(), is(429));
      emulator.clock().advance(Duration.ofSeconds(10));
      int expected = counts ? 429 : 200;
      assertThat(emulator.answer(many("device-1", "b", 200)).status(), is(expected));
    }
  }

  @Test
  void httpApiAllowsThirtyPerSecond() {
    AmplitudeEmulator emulator = emulator();
    EmulatorRequest request = EmulatorRequest.post("/2/httpapi", many("device-1", "a", 900));
    assertThat(emulator.handle(request).status(), is(200));
    assertThat(
        emulator.handle(EmulatorRequest.post("/2/httpapi", body(event("device-1", "x")))).status(),
        is(429));
  }

  @Test
  void theProjectLimitNamesNobody() {
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withProjectEps(1));
    emulator.answer(many("device-1", "a", 30));
    assertThat(
        Uploads.body(emulator.answer(body(event("device-2", "b")))),
        is(json("{'code':429,'error':'Too many requests'}")));
  }

  @Test
  void theDailyQuotaMovesByTheHour() {
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withDailyQuota(10));
    emulator.clock().advance(Duration.ofMinutes(59));
    emulator.answer(many("device-1", "a", 6));
    emulator.clock().advance(Duration.ofHours(1));
    emulator.answer(many("device-1", "b", 4));
    HttpAnswer refused = emulator.answer(body(event("device-1", "c", ",'user_id':'user-1'")));
    assertThat(refused.status(), is(429));
    assertThat(
        Uploads.body(refused).path("exceeded_daily_quota_devices"), is(json("{'device-1':11}")));
    assertThat(Uploads.body(refused).path("throttled_devices"), is(json("{}")));
    assertThat(Uploads.body(refused).path("throttled_events"), is(json("[0]")));
    // 24 buckets: the first falls out with the start of the 24th hour after it, at 00:00.
    emulator.clock().set(AmplitudeEmulator.START.plus(Duration.ofHours(24)).minusMillis(1));
    assertThat(emulator.answer(body(event("device-1", "c"))).status(), is(429));
    emulator.clock().advance(Duration.ofMillis(1));
    assertThat(emulator.answer(body(event("device-1", "c"))).status(), is(200));
  }

  @Test
  void duplicatesUseUpTheQuota() {
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withDailyQuota(10));
    emulator.answer(many("device-1", "a", 6));
    assertThat(emulator.answer(many("device-1", "a", 6)).status(), is(429));
  }

  @Test
  void theQuotaAlsoCountsUsers() {
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withDailyQuota(1));
    emulator.answer(body(event("device-1", "a", ",'user_id':'user-1'")));
    JsonNode answer =
        Uploads.body(emulator.answer(body(event("device-2", "b", ",'user_id':'user-1'"))));
    assertThat(answer.path("exceeded_daily_quota_users"), is(json("{'user-1':2}")));
  }

  @Test
  void partialAcceptStoresTheUnlistedEventsOfA429() {
    AmplitudeEmulator emulator = emulator(SLOW.withDailyQuota(1).withPartialAccept(true));
    emulator.answer(body(event("device-1", "a")));
    emulator.answer(body(event("device-1", "b"), event("device-2", "c")));
    assertThat(insertIds(emulator), is("a c"));
  }

  @Test
  void silencedDevicesAnswerWithTheirOwn400() {
    AmplitudeEmulator emulator =
        emulator(SLOW.withSilencedDevices(Set.of("device-9")).withCountRejected(false));
    emulator.answer(many("device-1", "a", 300));
    HttpAnswer answer =
        emulator.answer(
            body(event("device-2", "b"), event("device-9", "c"), event("device-1", "d")));
    assertThat(answer.status(), is(400));
    assertThat(
        Uploads.body(answer),
        is(
            json(
                "{'code':400,'error':'Events silenced for device_id','eps_threshold':10,"
                    + "'silenced_devices':['device-9'],'silenced_events':[1],"
                    + "'throttled_devices':{'device-1':10},'throttled_events':[2],"
                    + "'exceeded_daily_quota_devices':{}}")));
    assertThat(emulator.stored().size(), is(300));
  }
}

package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.TIME;
import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.insertIds;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeduplicationTest {

  @Test
  void theFirstCopyWinsAndLaterOnesStillGet200() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("device-1", "a", ",'platform':'Web'"), event("device-1", "a")));
    assertThat(emulator.answer(body(event("device-1", "a"))).status(), is(200));
    assertThat(insertIds(emulator), is("a"));
    assertThat(emulator.stored().get(0).uploaded().path("platform").asText(), is("Web"));
    assertThat(emulator.stored().get(0).copies(), is(3));
    assertThat(emulator.statistics().duplicatesReceived(), is(2L));
    assertThat(emulator.statistics().complaints(Complaint.COPY_WITH_OTHER_CONTENT), is(2L));
  }

  @Test
  void aCopyThatOnlyLooksDifferentIsTheSame() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body("{'event_type':'x','device_id':'device-1','insert_id':'a','time':1}"));
    emulator.answer(body("{'device_id':'device-1','insert_id':'a', 'time':1,'event_type':'x'}"));
    assertThat(emulator.statistics().duplicatesReceived(), is(1L));
    assertThat(emulator.statistics().complaints(Complaint.COPY_WITH_OTHER_CONTENT), is(0L));
  }

  @Test
  void theDeviceIsPartOfTheKeyUnlessToldOtherwise() {
    byte[] body = body(event("device-1", "a"), event("device-2", "a"));
    AmplitudeEmulator both = emulator();
    AmplitudeEmulator alone =
        emulator(AmplitudeSettings.defaults().withDedupKey(DedupKey.INSERT_ONLY));
    both.answer(body);
    alone.answer(body);
    assertThat(both.stored().size(), is(2));
    assertThat(alone.stored().size(), is(1));
  }

  @Test
  void theDeviceOfAUserOnlyEventIsDerivedFromTheUser() {
    AmplitudeEmulator emulator = emulator();
    String event = "{'event_type':'x','user_id':'%s','insert_id':'a','time':1}";
    emulator.answer(body(event.formatted("user-1"), event.formatted("user-2")));
    emulator.answer(body(event.formatted("user-1")));
    assertThat(emulator.stored().size(), is(2));
    assertThat(emulator.stored().get(0).deviceId().charAt(14), is('5'));
    assertThat(emulator.stored().get(0).deviceId(), is(not(emulator.stored().get(1).deviceId())));
  }

  @Test
  void theWindowIsSevenDaysFromTheFirstArrival() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("device-1", "a")));
    emulator.clock().advance(Duration.ofDays(7).minusMillis(1));
    emulator.answer(body(event("device-1", "a")));
    assertThat(emulator.stored().size(), is(1));
    emulator.clock().advance(Duration.ofMillis(1));
    emulator.answer(body(event("device-1", "a")));
    assertThat(emulator.stored().size(), is(2));
    assertThat(emulator.stored().get(1).firstCopy(), is(false));
    assertThat(emulator.statistics().duplicatesStored(), is(1L));
    assertThat(emulator.statistics().copiesByInsertId(), is(Map.of("a", 3)));
    assertThat(emulator.statistics().arrivalOrder("device-1").size(), is(1));
  }

  @Test
  void projectsDoNotShareKeys() {
    AmplitudeEmulator emulator =
        emulator(AmplitudeSettings.defaults().withValidApiKeys(Map.of("one", 1, "two", 2)));
    for (String key : new String[] {"one", "two"}) {
      emulator.answer(
          Uploads.bytes("{'api_key':'" + key + "','events':[" + event("device-1", "a") + "]}"));
    }
    assertThat(emulator.stored().size(), is(2));
  }

  @Test
  void eventsWithoutInsertIdAreAllStored() {
    AmplitudeEmulator emulator = emulator();
    String event = "{'event_type':'x','device_id':'device-1','time':1}";
    emulator.answer(body(event, event));
    assertThat(emulator.stored().size(), is(2));
    assertThat(emulator.statistics().complaints(Complaint.EVENT_WITHOUT_INSERT_ID), is(2L));
  }

  @Test
  void theTripleIsASecondKeyIfSwitchedOn() {
    byte[] same =
        body(event("device-1", "a", ",'event_id':0"), event("device-1", "b", ",'event_id':0"));
    byte[] without = body(event("device-1", "c"), event("device-1", "d"));
    AmplitudeEmulator on = emulator(AmplitudeSettings.defaults().withTripleDedup(true));
    AmplitudeEmulator off = emulator();
    on.answer(same);
    on.answer(without);
    off.answer(same);
    assertThat(insertIds(on), is("a c d"));
    assertThat(insertIds(off), is("a b"));
    assertThat(on.stored().get(0).time().orElseThrow(), is(TIME));
  }
}

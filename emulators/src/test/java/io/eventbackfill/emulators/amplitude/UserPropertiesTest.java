package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static io.eventbackfill.emulators.amplitude.Uploads.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserPropertiesTest {

  private static String event(String properties, boolean skipSync) {
    return "{'event_type':'x','device_id':'device-1','time':1,'user_properties':"
        + properties
        + (skipSync ? ",'$skip_user_properties_sync':true}" : "}");
  }

  @Test
  void withSyncAnEventCarriesTheWholeTable() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("{'a':1.50,'b':1}", false), event("{'b':2}", false)));
    assertThat(row(emulator, 0).path("user_properties"), is(json("{'a':1.50,'b':1}")));
    assertThat(row(emulator, 1).path("user_properties"), is(json("{'a':1.50,'b':2}")));
    assertThat(row(emulator, 1).at("/data/user_properties_updated").asBoolean(), is(true));
  }

  @Test
  void withoutSyncAnEventCarriesWhatWasSentAndNothingElseChanges() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("{'a':1}", false), event("{'b':2}", true), event("{'c':3}", false)));
    assertThat(row(emulator, 1).path("user_properties"), is(json("{'b':2}")));
    assertThat(row(emulator, 1).at("/data/user_properties_updated").asBoolean(), is(false));
    assertThat(row(emulator, 2).path("user_properties"), is(json("{'a':1,'c':3}")));
  }

  @Test
  void updatesOverTheHourlyLimitAreDroppedAndTheEventsKept() {
    AmplitudeEmulator emulator =
        emulator(AmplitudeSettings.defaults().withPropertyUpdatesPerHour(2));
    emulator.answer(body(event("{'n':9}", true)));
    for (int i = 1; i <= 3; i++) {
      emulator.answer(body(event("{'n':" + i + "}", false)));
    }
    assertThat(row(emulator, 3).path("user_properties"), is(json("{'n':2}")));
    emulator.clock().advance(Duration.ofHours(1));
    emulator.answer(body(event("{'n':4}", false)));
    assertThat(row(emulator, 4).path("user_properties"), is(json("{'n':4}")));
  }

  @Test
  void identifyEventsApplyOperationsAndAreNotStored() {
    AmplitudeEmulator emulator = emulator();
    String identify =
        "{'event_type':'$identify','device_id':'device-1','time':1,'user_properties':{"
            + "'$set':{'a':1,'x':1},'$setOnce':{'a':2,'b':3},'$add':{'a':4},"
            + "'$append':{'l':'z'},'$prepend':{'l':'y'},'$unset':{'x':'-'}}}";
    emulator.answer(body(identify, event("{}", false)));
    assertThat(emulator.stored().size(), is(1));
    assertThat(emulator.statistics().identifies(), is(1L));
    assertThat(
        row(emulator, 0).path("user_properties").toString(),
        is("{\"a\":5,\"b\":3,\"l\":[\"y\",\"z\"]}"));
  }

  @Test
  void operationsOnOrdinaryEventsAreOrdinaryKeys() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body(event("{'$set':{'a':1}}", false)));
    assertThat(row(emulator, 0).path("user_properties"), is(json("{'$set':{'a':1}}")));
  }
}

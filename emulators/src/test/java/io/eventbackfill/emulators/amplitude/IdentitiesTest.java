package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of "Track unique users". */
class IdentitiesTest {

  private final AmplitudeEmulator emulator = emulator();

  private long id(String device, String user) {
    String userPart = user.isEmpty() ? "" : ",'user_id':'" + user + "'";
    emulator.answer(
        body("{'event_type':'x','time':1,'device_id':'" + device + "'" + userPart + "}"));
    return emulator.stored().get(emulator.stored().size() - 1).amplitudeId();
  }

  @Test
  void aNewUserTakesOverTheIdOfAnAnonymousDevice() {
    long anonymous = id("device-1", "");
    assertThat(id("device-1", "user-1"), is(anonymous));
    assertThat(id("device-2", "user-1"), is(anonymous));
    assertThat(anonymous, greaterThan(1L << 32));
  }

  @Test
  void aSecondUserOfADeviceIsAnother() {
    long first = id("device-1", "user-1");
    long second = id("device-1", "user-2");
    assertThat(second, is(not(first)));
    assertThat(id("device-1", "user-1"), is(first));
  }

  @Test
  void anonymousEventsBelongToTheLastUserOfTheDevice() {
    id("device-1", "user-1");
    long second = id("device-1", "user-2");
    assertThat(id("device-1", ""), is(second));
  }

  @Test
  void aKnownUserOnAnAnonymousDeviceMergesIt() {
    long known = id("device-1", "user-1");
    long anonymous = id("device-2", "");
    assertThat(anonymous, is(not(known)));
    assertThat(id("device-2", "user-1"), is(known));
    assertThat(id("device-2", ""), is(known));
    assertThat(
        emulator.statistics().mergedIdentities(),
        is(List.of(new MergedIdentity(anonymous, known, AmplitudeEmulator.START.toEpochMilli()))));
  }
}

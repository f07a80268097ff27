package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.insertIds;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static io.eventbackfill.emulators.amplitude.Uploads.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TamperingTest {
  private final AmplitudeEmulator emulator = emulator();

  @BeforeEach
  void store() {
    emulator.answer(
        body(
            event("device-1", "a", ",'city':'Rome'"),
            event("device-1", "b"),
            event("d-2345", "c")));
  }

  @Test
  void anEventIsLost() {
    emulator.tampering().lose("b");

    assertThat(insertIds(emulator), is("a c"));
    assertThrows(IllegalArgumentException.class, () -> emulator.tampering().lose("b"));
  }

  @Test
  void aCopyIsARowOfItsOwnUploadedLater() {
    emulator.tampering().copy("b");

    assertThat(insertIds(emulator), is("a b b c"));
    ObjectNode first = row(emulator, 1);
    ObjectNode second = row(emulator, 2);
    assertThat(second.path("uuid"), is(not(first.path("uuid"))));
    assertThat(second.path("server_upload_time").asText(), is("2026-01-01 00:00:01.005000"));
    assertThat(second.path("event_time"), is(first.path("event_time")));
  }

  @Test
  void aFieldIsChangedAndNothingElse() {
    ObjectNode before = row(emulator, 0);

    emulator.tampering().change("a", "city", json("'Oslo'"));
    emulator.tampering().change("a", "time", json("1000"));

    before.put("city", "Oslo");
    before.put("event_time", "1970-01-01 00:00:01.000000");
    before.put("client_event_time", "1970-01-01 00:00:01.000000");
    assertThat(row(emulator, 0), is(before));
    emulator.tampering().change("a", "city", json("null"));
    assertThat(row(emulator, 0).path("city").isNull(), is(true));
  }

  @Test
  void thoseOutsideTheProcessTamperToo() {
    String order = "{'lose':['b'],'copy':['c'],'change':{'a':{'city':'Oslo','country':'Norway'}}}";
    emulator.handle(EmulatorRequest.post("/__admin/tamper", Uploads.bytes(order)));

    assertThat(insertIds(emulator), is("a c c"));
    assertThat(row(emulator, 0).path("country").asText(), is("Norway"));
    String unknown = "{'lose':['nobody']}";
    assertThat(
        emulator.handle(EmulatorRequest.post("/__admin/tamper", Uploads.bytes(unknown))).status(),
        is(400));
  }
}

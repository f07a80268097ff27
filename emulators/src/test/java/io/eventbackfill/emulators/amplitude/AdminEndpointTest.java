package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.bytes;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminEndpointTest {

  private final AmplitudeEmulator emulator = emulator();

  private HttpAnswer get(String what) {
    return emulator.handle(EmulatorRequest.get("/__admin/" + what));
  }

  private HttpAnswer post(String what, String text) {
    return emulator.handle(EmulatorRequest.post("/__admin/" + what, bytes(text)));
  }

  @Test
  void theClockIsReadSetAndAdvanced() {
    assertThat(
        Uploads.body(get("clock")), is(json("{'now':'2026-01-01T00:00:00Z','running':false}")));
    post("clock", "{'set':'2026-02-01T00:00:00Z'}");
    HttpAnswer answer = post("clock", "{'advance':'PT36H'}");
    assertThat(Uploads.body(answer), is(json("{'now':'2026-02-02T12:00:00Z','running':false}")));
    assertThat(post("clock", "{'set':'soon'}").status(), is(400));
    assertThat(post("clock", "{'advance':'-PT1S'}").status(), is(400));
  }

  @Test
  void parametersAreReadAndChanged() {
    assertThat(Uploads.body(get("config")).path("epsThreshold").asText(), is("1000"));
    HttpAnswer answer =
        post(
            "config",
            "{'epsThreshold':10,'indexMode':'first','silencedDevices':['d1','d2'],"
                + "'validApiKeys':{'k':7},'tripleDedup':true}");
    assertThat(answer.status(), is(200));
    assertThat(emulator.settings().epsThreshold(), is(10L));
    assertThat(emulator.settings().indexMode(), is(IndexMode.FIRST));
    assertThat(Uploads.body(answer).path("silencedDevices").asText(), is("d1,d2"));
    assertThat(emulator.settings().validApiKeys(), is(Map.of("k", 7)));
    assertThat(emulator.settings().tripleDedup(), is(true));
  }

  @Test
  void everyBadParameterIsReported() {
    HttpAnswer answer = post("config", "{'nonsense':1,'indexMode':'some','maxEvents':'x'}");
    assertThat(answer.status(), is(400));
    assertThat(
        answer.text(),
        allOf(
            containsString("nonsense is unknown"),
            containsString("indexMode=some is unknown (all, first, none)"),
            containsString("maxEvents=x must be a whole number")));
  }

  @Test
  void faultsAreSetAndCleared() {
    assertThat(post("faults?seed=7", "1: 503").status(), is(200));
    assertThat(get("faults").text(), is("1: 503"));
    assertThat(emulator.answer(body(event("device-1", "a"))).status(), is(503));
    post("faults", "2: 500");
    EmulatorRequest.Target delete = new EmulatorRequest.Target("DELETE", "/__admin/faults", "");
    emulator.handle(EmulatorRequest.received(delete, Map.of(), new byte[0], 0));
    assertThat(get("faults").text(), is(""));
    assertThat(emulator.answer(body(event("device-1", "a"))).status(), is(200));
    assertThat(post("faults", "1: explode").status(), is(400));
  }

  @Test
  void eventsAreListedAsRows() {
    emulator.answer(body(event("device-1", "a"), event("device-1", "b"), event("device-1", "c")));
    assertThat(get("events").text().lines().count(), is(3L));
    String one = get("events?from=1&limit=1").text();
    assertThat(json(one.replace('"', '\'')), is(emulator.stored().get(1).export()));
  }

  @Test
  void statisticsAndRequestsAreListed() {
    emulator.answer(body(event("device-1", "a")));
    emulator.answer(body(event("device-1", "a")));
    JsonNode stats = Uploads.body(get("stats"));
    assertThat(stats.path("requests_by_status"), is(json("{'200':2}")));
    assertThat(stats.path("events_stored").asInt(), is(1));
    assertThat(stats.path("duplicates_received").asInt(), is(1));
    assertThat(stats.has("arrival_order"), is(false));
    JsonNode more = Uploads.body(get("stats?arrivals=true"));
    assertThat(more.path("arrival_order"), is(json("{'device-1':['a']}")));
    assertThat(more.path("copies_by_insert_id"), is(json("{'a':2}")));
    assertThat(more.path("merged_identities"), is(json("[]")));
    JsonNode first = json(get("requests").text().lines().findFirst().orElseThrow());
    assertThat(first.path("number").asInt(), is(1));
    assertThat(first.path("sha256").asText(), is(emulator.requests().get(0).sha256()));
  }

  @Test
  void resetForgets() {
    emulator.answer(body(event("device-1", "a")));
    assertThat(post("reset", "").status(), is(200));
    assertThat(get("events").text(), is(""));
  }

  @Test
  void unknownAdminPathsGet404() {
    assertThat(get("nonsense").status(), is(404));
    assertThat(post("stats", "").status(), is(404));
  }
}

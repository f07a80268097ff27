package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.body;
import static io.eventbackfill.emulators.posthog.Captures.bytes;
import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.json;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static io.eventbackfill.emulators.posthog.Captures.send;
import static io.eventbackfill.emulators.posthog.Captures.uuid;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import org.junit.jupiter.api.Test;

/** What those outside the process see and change. */
class AdminEndpointTest {

  private final PostHogEmulator emulator = emulator();

  private HttpAnswer get(String what) {
    return emulator.handle(EmulatorRequest.get("/__admin/" + what));
  }

  private HttpAnswer post(String what, String text) {
    return emulator.handle(EmulatorRequest.post("/__admin/" + what, bytes(text)));
  }

  private JsonNode first(String what) {
    return json(get(what).text().lines().findFirst().orElseThrow());
  }

  @Test
  void rowsAreListedMergedOrRaw() {
    send(emulator, event(1), event(2));
    send(emulator, event(1));
    assertThat(get("events").text().lines().count(), is(2L));
    assertThat(get("events?raw=true").text().lines().count(), is(3L));
    JsonNode second = first("events?raw=true&from=1&limit=1");
    assertThat(second.path("uuid").asText(), is(uuid(2).toString()));
    assertThat(second.path("timestamp").asText(), is(Captures.TIME));
    assertThat(second.path("request").asLong(), is(1L));
  }

  @Test
  void personsWarningsAndDropsAreListed() {
    String merge = ",'properties':{'$anon_distinct_id':'device'}";
    send(emulator, event(1, "e", "second", ""), event(2, "$identify", "first", merge));
    send(emulator, event(3, "$identify", "second", merge));
    emulator.configure(emulator.settings().withDropOlderThanSeconds(1));
    send(emulator, event(4));
    assertThat(get("persons").text().lines().count(), is(2L));
    assertThat(first("persons").path("distinct_ids"), is(json("['device','first']")));
    assertThat(first("warnings").path("type").asText(), is("cannot_merge_already_identified"));
    assertThat(first("drops").path("reason").asText(), is("event_dropped_too_old"));
  }

  @Test
  void groupsAreListed() {
    String group = ",'properties':{'$group_type':'company','$group_key':'acme'}";
    send(emulator, event(1, "$groupidentify", "u", group));
    assertThat(
        first("groups"), is(json("{'index':0,'type':'company','key':'acme','properties':{}}")));
  }

  @Test
  void configurationFaultsAndClockAreThoseOfEveryVendor() {
    post("config", "{'queryView':'raw','restrictedEvents':['a','b']}");
    assertThat(emulator.settings().queryView(), is(QueryView.RAW));
    assertThat(body(get("config")).path("restrictedEvents").asText(), is("a,b"));
    assertThat(post("config", "{'queryView':'x','nonsense':1}").status(), is(400));
    assertThat(post("faults", "1: 503").status(), is(200));
    assertThat(send(emulator, event(1)).status(), is(503));
    assertThat(post("faults", "1: wrong-count 1").status(), is(400));
    post("clock", "{'advance':'PT1H'}");
    assertThat(emulator.clock().instant(), is(PostHogEmulator.START.plusSeconds(3600)));
    assertThat(first("requests").path("status").asInt(), is(503));
    post("reset", "");
    assertThat(get("requests").text(), is(""));
    assertThat(get("nonsense").status(), is(404));
  }

  @Test
  void statisticsCoverCostsPeaksAndSpread() {
    send(
        emulator,
        event(1),
        event(1, "e", "u", ",'timestamp':'2024-02-29T00:00:00Z'"),
        event(2, "e", "u", ",'timestamp':'2026-01-01T00:00:00Z'"));
    send(emulator, event(1));
    assertThat(
        body(get("stats")),
        is(
            json(
                "{'requests':2,'requests_by_status':{'200':2},'events_received':4,"
                    + "'rows_inserted':4,'events_stored':3,'events_free':2,'events_billed':1,"
                    + "'events_dropped':0,'repeated_in_one_request':1,"
                    + "'most_events_in_one_second':4,'most_requests_in_one_second':2,"
                    + "'most_requests_at_once':1,'most_at_once_per_distinct_id':1,"
                    + "'most_days_in_one_request':3,'most_months_in_one_request':3,"
                    + "'requests_with_sent_at':0}")));
  }

  @Test
  void whatIsStoredCanBeTamperedWith() {
    send(emulator, event(1), event(2), event(3, "e", "u", ",'properties':{'a':1,'b':2}"));
    String changes = "{'event':'other','timestamp':'2020-01-01T00:00:00Z','a':9,'b':null}";
    String order = "{'lose':['%s'],'copy':['%s'],'change':{'%s':%s}}";
    assertThat(
        post("tamper", order.formatted(uuid(1), uuid(2), uuid(3), changes)).status(), is(200));
    assertThat(emulator.stored().size(), is(3));
    StoredEvent changed = emulator.stored().get(2);
    assertThat(changed.event(), is("other"));
    assertThat(changed.day().toString(), is("2020-01-01"));
    assertThat(changed.property("a").intValue(), is(9));
    assertThat(changed.properties().has("b"), is(false));
    assertThat(post("tamper", "{'lose':['" + uuid(9) + "']}").status(), is(400));
    assertThrows(IllegalArgumentException.class, () -> emulator.tampering().lose(uuid(1)));
  }

  @Test
  void resetForgetsPersonsToo() {
    send(emulator, event(1));
    emulator.reset();
    assertThat(emulator.persons().isEmpty(), is(true));
    assertThat(numbers(emulator.storedRaw()), is(""));
    assertThat(emulator.statistics().requests(), is(0L));
  }
}

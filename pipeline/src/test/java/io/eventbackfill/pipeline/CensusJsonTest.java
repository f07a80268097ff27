package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.Span;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.planning.Census;
import io.eventbackfill.planning.Example;
import io.eventbackfill.planning.Examples;
import io.eventbackfill.planning.NewUsers;
import io.eventbackfill.planning.Share;
import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.planning.SharedDevices.Shared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CensusJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2024-03-31T12:00:00Z");

  private final Census census = Census.at(NOW);
  private final Account account = new Account();

  @Test
  void ofNoEventsItSaysThatThereAreNone() {
    assertSays(
        CensusJson.events(census, account, false),
        """
        {"events":0,"devices":{"count":0,"exact":true},"users":{"count":0,"exact":true},
         "per_day":[],"per_type":[],"young":{"younger_than_30_days":0,"in_the_future":0},
         "projects":[],"user_properties":{"events":0,"synced":false},"billed_events":0}
        """);
    assertSays(
        CensusJson.busiest(ActorLoads.empty(), 5),
        """
        {"busiest":[],"daily_quota":
          {"limit":5,"devices":0,"users":0,"counted_to_within":0,"over":[]}}
        """);
    assertSays(CensusJson.examples(new Examples()), "{\"examples\":{}}");
  }

  @Test
  void oneEventIsSaidInFull() {
    census.add(event("Sign Up", "2024-03-31T12:00:00.001Z"), true);
    account.seenProject("187520");

    assertSays(
        CensusJson.events(census, account, true),
        """
        {"events":1,
         "event_time":{"first":"2024-03-31T12:00:00.001Z","last":"2024-03-31T12:00:00.001Z"},
         "devices":{"count":1,"exact":true},"users":{"count":0,"exact":true},
         "per_day":[{"day":"2024-03-31","events":1}],
         "per_type":[{"type":"Sign Up","events":1,
                      "first_day":"2024-03-31","last_day":"2024-03-31"}],
         "young":{"younger_than_30_days":0,"in_the_future":1},
         "projects":["187520"],"user_properties":{"events":0,"synced":true},"billed_events":1}
        """);
  }

  @Test
  void copiesAreNotBilled() {
    census.add(event("a", "2024-03-01T00:00:00Z"), true);
    census.add(event("a", "2024-03-01T00:00:00Z"), true);
    census.add(event("a", "2024-03-02T00:00:00Z"), true);
    account.ended("f", Reason.DUPLICATE, 1);

    assertThat(
        read(CensusJson.events(census, account, false)).at("/billed_events").asLong(), is(2L));
  }

  @Test
  void theMostFrequentTypesComeFirstAndHostileNamesAreTextOfJson() {
    String hostile = "</script><script>alert(\"x\")</script>\n\u2028\u202e";
    census.add(event("b", "2024-03-01T00:00:00Z"), true);
    census.add(event("a", "2024-03-01T00:00:00Z"), true);
    census.add(event(hostile, "2024-03-01T00:00:00Z"), true);
    census.add(event(hostile, "2024-03-02T00:00:00Z"), true);

    JsonNode types = read(CensusJson.events(census, account, false)).get("per_type");
    assertThat(types.get(0).get("type").asText(), is(hostile));
    assertThat(types.get(0).get("last_day").asText(), is("2024-03-02"));
    assertThat(types.get(1).get("type").asText(), is("a"));
    assertThat(types.get(2).get("type").asText(), is("b"));
  }

  @Test
  void whatIsNotToldApartIsSaidTogether() {
    census.types().addOthers(new Share(7, new Span(1, 2)));
    census.days().addOthers(new Share(8, new Span(1, 2)));

    JsonNode json = read(CensusJson.events(census, account, false));
    assertThat(json.at("/other_types/events").asLong(), is(7L));
    assertThat(json.at("/other_days/events").asLong(), is(8L));
  }

  @Test
  void whoIsOverTheQuotaNeedsFurtherDays() {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i < 21; i++) {
      loads.add(new Who("busy", i < 11 ? "user" : null, null));
    }
    loads.add(new Who("calm", null, null));

    assertSays(
        CensusJson.busiest(loads, 10),
        """
        {"busiest":[{"kind":"device","id":"busy","events":21},
                    {"kind":"user","id":"user","events":11},
                    {"kind":"device","id":"calm","events":1}],
         "daily_quota":{"limit":10,"devices":1,"users":1,"counted_to_within":0,
          "over":[{"kind":"device","id":"busy","events":21,"days":3},
                  {"kind":"user","id":"user","events":11,"days":2}]}}
        """);
    assertThat(read(CensusJson.busiest(loads, 21)).at("/daily_quota/over").size(), is(0));
  }

  @Test
  void ofMoreThanAreKnownByNameItSaysHowFarTheNumbersMayBeOff() {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i < 60_000; i++) {
      loads.add(new Who("device-" + i, "busy", null));
    }

    JsonNode json = read(CensusJson.busiest(loads, 10_000));
    long within = json.at("/daily_quota/counted_to_within").asLong();
    long busy = json.at("/busiest/0/events").asLong();
    assertThat(within > 0 && busy <= 60_000 && busy + within >= 60_000, is(true));
    assertThat(json.at("/daily_quota/over/0/id").asText(), is("busy"));
  }

  @Test
  void atMostAHundredOverTheQuotaAreNamed() {
    ActorLoads loads = ActorLoads.empty();
    for (int i = 0; i < 300; i++) {
      loads.add(new Who("device-" + i % 150, null, null));
    }

    JsonNode quota = read(CensusJson.busiest(loads, 1)).get("daily_quota");
    assertThat(quota.get("over").size(), is(100));
    assertThat(quota.get("devices").asInt(), is(150));
  }

  @Test
  void sharedDevicesExamplesAndNewUsersAreSaid() {
    Examples examples = new Examples();
    Origin origin = new Origin("a.zip", "b", 3);
    examples.add(new Example(Reason.MISSING_ID, origin, "no id", "{\"a\":\"<b>\"}"));
    examples.add(new Example(Reason.MISSING_ID, new Origin("c", null, 1), "none", null));
    NewUsers users = new NewUsers();
    users.add(NOW.toEpochMilli(), NOW.toEpochMilli() + 1);
    users.add(Long.MAX_VALUE, NOW.toEpochMilli());
    account.read("live", 5);
    account.ended("live", Reason.INVALID_JSON, 2);
    account.ended("live", Reason.BLANK_LINE, 1);

    assertSays(
        CensusJson.sharedDevices(SharedDevices.of(9, List.of(new Shared("<kiosk>", 4)))),
        """
        {"shared_devices":{"devices":9,"users_exact_up_to":512,
          "most":[{"device":"<kiosk>","users":4}]}}
        """);
    assertSays(
        CensusJson.examples(examples),
        """
        {"examples":{"missing-id":[
          {"origin":"a.zip!/b:3","detail":"no id","row":"{\\"a\\":\\"<b>\\"}"},
          {"origin":"c:1","detail":"none"}]}}
        """);
    assertSays(
        CensusJson.newUsers(users, account),
        """
        {"new_users":{"users":2,"moved":1,
          "moved_earlier_by_month":[{"month":"2024-03","users":1}],
          "live_rows":{"read":5,"rejected":2,"skipped":1}}}
        """);
  }

  @Test
  void partsMakeTheSamePlanInAnyOrder() {
    List<String> parts = new ArrayList<>(List.of("{\"b\":1,\"c\":{}}", "{\"a\":[]}", "{\"d\":4}"));
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(parts, new Random(seed));
      ObjectNode plan = JSON.createObjectNode();
      CensusJson.putInto(plan, parts);
      assertThat(plan.toString(), is("{\"a\":[],\"b\":1,\"c\":{},\"d\":4}"));
    }
  }

  private static void assertSays(String part, String expected) {
    assertThat(read(part), equalTo(read(expected)));
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static Event event(String type, String time) {
    EventTime when = new EventTime(Instant.parse(time).toEpochMilli() * 1_000, null, 0);
    return new Event("id", type, when, new Who("device", null, null), Map.of());
  }
}

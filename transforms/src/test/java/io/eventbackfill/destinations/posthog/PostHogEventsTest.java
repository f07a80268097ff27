package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PostHogEventsTest {
  private static final Path EXPECTED = Path.of("../test-data/expected/posthog");

  /** A page view of a browser, with everything a row of the Export API may hold of one. */
  private static Event pageView() {
    return new Event(
        "41a2ff47-cf38-45df-8f15-248d19ba072f",
        "[Amplitude] Page Viewed",
        new EventTime(1_709_251_483_349_999L, 185L, 0),
        new Who("6d65b74b-8c5a-42f7-93b8-4f2b056a88e6", "1000321", "1263130900004"),
        PostHogSample.json(
                """
                {"event_properties":{
                  "[Amplitude] Page Location":"https://example.com/p/295?utm_source=news",
                  "[Amplitude] Page URL":"https://example.com/p/295",
                  "[Amplitude] Page Domain":"example.com","[Amplitude] Page Path":"/p/295",
                  "[Amplitude] Page Title":"価格表","[Amplitude] Viewport Height":900,
                  "[Amplitude] Viewport Width":1440,"referrer":"EMPTY",
                  "referring_domain":"news.example","utm_source":"news","n":9007199254740993},
                 "user_properties":{"plan":"team"},
                 "groups":{"company":["acme-1","acme-2"],"[Segment] Group":"90f9"},
                 "session_id":1709251392501,"platform":"Web","os_name":"Firefox","os_version":"123",
                 "country":"France","region":"Île-de-France","city":"Paris","language":"French",
                 "ip":"203.0.113.5","device_type":"Mac","device_family":"Mac OS X",
                 "source_library":"amplitude-ts/2.5.2","source_project":"187520",
                 "source_insert_id":"41a2ff47-cf38-45df-8f15-248d19ba072f",
                 "source_uuid":"0FADDEDE-3719-4636-9152-5252BFD99C62"}
                """)
            .members());
  }

  /** An event of a phone that nobody signed in on, of a source without uuids. */
  private static Event ofAPhone() {
    return new Event(
        "signup:2",
        "Song Played",
        new EventTime(1_709_251_483_349_000L, null, 0),
        new Who("phone-1", null, null),
        PostHogSample.json(
                """
                {"session_id":1709251392501,"app_version":"4.7.11","platform":"iOS",
                 "os_name":"ios","os_version":"17.5","device_brand":"Apple",
                 "device_manufacturer":"Apple Inc.","device_model":"iPhone12,1","carrier":"Telenor",
                 "dma":"Boston-Manchester, MA-NH","language":"Norwegian",
                 "location_lat":59.9138688,"location_lng":10.7522454,
                 "idfa":"6d92078a-8246-4ba4-ae5b-76104861e7dc",
                 "plan":{"branch":"main"},"device_type":"Apple iPhone 11",
                 "device_family":"Apple iPhone","start_version":"1.0.0",
                 "source_project":"187520","source_insert_id":"signup:2"}
                """)
            .members());
  }

  private static Event click() {
    return new Event(
        "c-1",
        "[Amplitude] Element Clicked",
        new EventTime(1_709_251_483_349_000L, null, 0),
        new Who("device-1", "user-1", null),
        PostHogSample.json(
                """
                {"event_properties":{"[Amplitude] Element Tag":"a",
                 "[Amplitude] Element Text":"Buy \\"now\\"","[Amplitude] Element Class":"btn  md:big",
                 "[Amplitude] Element ID":"buy","[Amplitude] Element Href":"https://example.com/?a=b"}}
                """)
            .members());
  }

  @ParameterizedTest
  @CsvSource({
    "page-view.json, pageView, V0",
    "page-view-v1.json, pageView, V1",
    "phone.json, ofAPhone, V0",
    "click.json, click, V0",
  })
  void eventsLookAsPostHogsPagesHaveThem(String file, String event, PostHogForm form)
      throws IOException {
    Event given =
        switch (event) {
          case "pageView" -> pageView();
          case "ofAPhone" -> ofAPhone();
          default -> click();
        };

    byte[] rendered =
        new PostHogEvents(PostHogSample.LABELS, PostHogIdentity.UUID, form).render(given).array();

    assertThat(
        PostHogSample.read(rendered),
        equalTo(PostHogSample.read(Files.readAllBytes(EXPECTED.resolve(file)))));
  }

  @ParameterizedTest
  @EnumSource(PostHogForm.class)
  void noPropertyIsWrittenTwice(PostHogForm form) {
    Event event = pageView();
    Map<String, JsonValue> attributes = new LinkedHashMap<>(event.attributes());
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    // Whatever the event itself may say, under all names there are.
    PostHogSample.read(
            new PostHogEvents(PostHogSample.LABELS, PostHogIdentity.UUID, PostHogForm.V0)
                .render(event)
                .array())
        .get("properties")
        .fieldNames()
        .forEachRemaining(name -> properties.put(name, JsonValue.of("own")));
    PostHogProperties.INSTRUCTIONS.forEach(name -> properties.put(name, JsonValue.of("own")));
    attributes.put("event_properties", JsonValue.object(properties));

    String text =
        new PostHogEvents(PostHogSample.LABELS, PostHogIdentity.UUID, form)
            .render(event.withAttributes(attributes))
            .text();

    JsonNode sent = PostHogSample.read(text.getBytes(StandardCharsets.UTF_8)).get("properties");
    sent.fieldNames()
        .forEachRemaining(
            name -> {
              String member = JsonValue.of(name) + ":";
              assertThat(name, text.indexOf(member), is(text.lastIndexOf(member)));
            });
    assertThat(sent.get("$browser").asText(), is("own"));
    assertThat(sent.get("$ip").asText(), is("203.0.113.5"));
    assertThat(sent.get("$geoip_disable").asBoolean(), is(true));
    assertThat(sent.get("event_backfill_run").asText(), is("event-backfill"));
  }

  @Test
  void lostGroupsAreNoted() {
    PostHogSample sample =
        new PostHogSample().with("groups", "{\"a\":[\"1\",\"2\"],\"b\":[\"3\"],\"c\":\"4\"}");

    assertThat(sample.property("$groups"), is("{\"a\":\"1\",\"b\":\"3\",\"c\":\"4\"}"));
    assertThat(sample.notes(), is(List.of("group-values-dropped:a")));
  }

  @Test
  void userPropertiesStayOutOfEvents() {
    String text =
        new PostHogEvents(PostHogSample.LABELS, PostHogIdentity.UUID, PostHogForm.V0)
            .render(pageView())
            .text();

    assertThat(text, not(containsString("team")));
    assertThat(text, not(containsString("$set")));
  }

  @Test
  void anEventOfNobodyIsNotRendered() {
    Event event = new PostHogSample().of(null, null).event();
    PostHogEvents events =
        new PostHogEvents(PostHogSample.LABELS, PostHogIdentity.UUID, PostHogForm.V0);

    assertThrows(IllegalArgumentException.class, () -> events.render(event));
  }

  @Test
  void halfACharacterIsReplacedWhereverItStands() {
    PostHogSample sample =
        new PostHogSample()
            .type("a\ud800b")
            .with(
                "event_properties", "{\"k\\udc00\":\"\\ud83d\\ude00\",\"v\":\"\\uD800\\\\ud800\"}");

    JsonNode sent = sample.rendered();

    assertThat(sent.get("event").asText(), is("a\ufffdb"));
    assertThat(sent.get("properties").get("k\ufffd").asText(), is("\ud83d\ude00"));
    assertThat(sent.get("properties").get("v").asText(), is("\ufffd\\ud800"));
    assertThat(
        sample.notes(), is(List.of("text-repaired:event_properties", "text-repaired:event_type")));
  }

  @Test
  void hostileTextsComeOutAsTheyWentIn() {
    List<String> texts =
        List.of("\u0000", "\"", "\\", "a\nb", "\ud83d\ude00", " ", "</script>", "\u2028", "é");
    for (String text : texts) {
      PostHogSample sample =
          new PostHogSample()
              .type("t" + text)
              .of("d" + text, "u" + text)
              .with(
                  "event_properties",
                  JsonValue.object(Map.of("k" + text, JsonValue.of(text))) + "");

      JsonNode sent = sample.rendered();

      assertThat(sent.get("event").asText(), is("t" + text));
      assertThat(sent.get("distinct_id").asText(), is("u" + text));
      assertThat(sent.get("properties").get("$device_id").asText(), is("d" + text));
      assertThat(sent.get("properties").get("k" + text).asText(), is(text));
      assertThat(sample.notes(), is(List.of()));
    }
  }

  @Test
  void anyEventIsJsonAndAlwaysTheSameBytes() {
    Random random = new Random(20260901L);
    List<String> names =
        List.of(
            "event_properties",
            "user_properties",
            "groups",
            "session_id",
            "app_version",
            "platform",
            "os_name",
            "os_version",
            "device_type",
            "device_family",
            "country",
            "dma",
            "ip",
            "source_uuid",
            "source_insert_id",
            "source_project");
    List<String> values =
        List.of(
            "null",
            "true",
            "1e300",
            "-1",
            "1709251392501",
            "9223372036854775807",
            "\"\"",
            "\"web\"",
            "\"iOS\"",
            "\"EMPTY\"",
            "\"\\ud800\"",
            "[]",
            "[1,\"a\"]",
            "{}",
            "{\"$set\":{},\"a\":[]}",
            "{\"[Amplitude] Element Tag\":\"a\"}",
            "\"6D65B74B-8C5A-42F7-93B8-4F2B056A88E6\"");
    List<String> types = List.of("a", "[Amplitude] Page Viewed", "[Amplitude] Element Clicked");
    for (int i = 0; i < 20_000; i++) {
      PostHogSample sample = new PostHogSample().type(types.get(random.nextInt(types.size())));
      for (int changes = random.nextInt(8); changes > 0; changes--) {
        sample.with(
            names.get(random.nextInt(names.size())), values.get(random.nextInt(values.size())));
      }
      PostHogForm form = i % 2 == 0 ? PostHogForm.V0 : PostHogForm.V1;
      PostHogIdentity identity = i % 4 < 2 ? PostHogIdentity.UUID : PostHogIdentity.INSERT_ID;
      PostHogEvents events = new PostHogEvents(PostHogSample.LABELS, identity, form);
      assertThat(events.render(sample.event()), equalTo(events.render(sample.event())));
      assertThat(sample.rendered(identity, form).get("uuid").asText().length(), is(36));
      sample.notes();
    }
  }
}

package io.eventbackfill.destinations.amplitude;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.delivery.Reply;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.DestinationContract;
import io.eventbackfill.destinations.VerdictTexts;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmplitudeDestinationTest extends DestinationContract {

  @Override
  protected Destination.Factory factory() {
    return new AmplitudeDestination.Factory();
  }

  @Override
  protected List<Event> batch() {
    return AmplitudeReplyTable.batch();
  }

  @Override
  protected List<ReplyRow> replyTable() {
    return AmplitudeReplyTable.rows();
  }

  @Override
  protected Map<String, List<String>> options() {
    return Map.of(
        "skipUserPropertiesSync", List.of("true", "false"), "minIdLength", List.of("5", "3"));
  }

  @Override
  protected List<String> bodies() {
    return replyTable().stream()
        .map(ReplyRow::reply)
        .filter(reply -> reply.statusOrZero() != 0)
        .map(reply -> ((Answered) reply).body().text())
        .filter(body -> body.length() > 20)
        .toList();
  }

  @Override
  protected List<Golden> golden() {
    return List.of(
        new Golden("amplitude/batch.json", List.of(), List.of(tutorial(), userOnly(), umlauts())),
        new Golden(
            "amplitude/short-ids-with-sync.json",
            List.of("--minIdLength=3", "--skipUserPropertiesSync=false"),
            List.of(shortUser())));
  }

  /** Modelled on the example of the Batch Event Upload API page. */
  private static Event tutorial() {
    return new Event(
        "5f0adeff-6668-4427-8d02-57d803a2b841",
        "watch_tutorial",
        new EventTime(1_396_381_378_123_999L, 23L, 7),
        new Who("C8F9E604-F01A-4BD9-95C6-8E5357DF265D", "datamonster@gmail.com", "42"),
        json(
            """
            {"session_id":1396381378123,
            "event_properties":{"load_time":0.8371,"source":"notification",
              "dates":["monday","tuesday"]},
            "user_properties":{"age":25,"gender":"female","interests":["chess","football","poker"]},
            "groups":{"team_id":"1","company_name":["Test Company","DataMonster"]},
            "app_version":"2.1.0","platform":"iOS","os_name":"Android","os_version":"4.2.2",
            "device_brand":"Verizon","device_manufacturer":"Samsung",
            "device_model":"Samsung Galaxy Tablet","carrier":"Verizon","country":"United States",
            "region":"California","city":"San Francisco",
            "dma":"San Francisco-Oakland-San Jose, CA","language":"English",
            "location_lat":37.77,"location_lng":-122.39,"ip":"127.0.0.1"}
            """));
  }

  private static Event userOnly() {
    return new Event(
        "uuid:8c4f0e5e-0f0b-11f0-9d7c-0242ac120002",
        "watch_tutorial",
        new EventTime(-62_135_596_800_000_000L, null, 0),
        new Who(null, "user-without-device", null),
        Map.of());
  }

  private static Event umlauts() {
    return new Event(
        "größer \"als\" 2^53",
        "zähler ▲",
        new EventTime(0, 0L, 0),
        new Who("gerät-1", null, null),
        json("{\"event_properties\":{\"n\":9007199254740993,\"leer\":null}}"));
  }

  private static Event shortUser() {
    return new Event(
        "5f0adeff-6668-4427-8d02-57d803a2b841",
        "watch_tutorial",
        new EventTime(1_396_381_378_123_000L, null, 0),
        new Who("C8F9E604-F01A-4BD9-95C6-8E5357DF265D", "abc", null),
        Map.of());
  }

  private static Map<String, JsonValue> json(String text) {
    try {
      return JsonValue.parseObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us, , https://api2.amplitude.com/batch",
    "eu, , https://api.eu.amplitude.com/batch",
    "us, http://127.0.0.1:8080, http://127.0.0.1:8080/batch",
    "eu, http://127.0.0.1:8080/, http://127.0.0.1:8080/batch",
    "us, https://proxy.example/amplitude/batch, https://proxy.example/amplitude/batch",
  })
  void regionAndEndpoint_sayWhereTo(String region, URI endpoint, URI expected) {
    Settings settings =
        new Settings(Secret.of(KEY), region, Optional.ofNullable(endpoint), 1000, 10_000_000, NOW);
    List<String> problems = new ArrayList<>();

    Destination destination = create(settings, problems);

    assertThat(problems, is(empty()));
    assertThat(destination.endpoint(), is(expected));
    assertThat(destination.encode(queued(destination, batch())).uri(), is(expected));
  }

  @Test
  void otherRegions_areThoseWhereTheSameIsTrue() {
    SortedMap<String, Destination> others = create().otherRegions();

    assertThat(others.keySet(), contains("eu"));
    Destination eu = others.get("eu");
    assertThat(eu.probe().uri(), is(URI.create("https://api.eu.amplitude.com/batch")));
    assertThat(eu.probe().body(), is(create().probe().body()));
    assertThat(eu.otherRegions().keySet(), is(empty()));
  }

  @Test
  void ofAGivenAddress_thereIsNoOtherRegion() {
    Settings settings =
        new Settings(
            Secret.of(KEY),
            "us",
            Optional.of(URI.create("http://127.0.0.1:1")),
            1000,
            10_000_000,
            NOW);

    assertThat(create(settings, new ArrayList<>()).otherRegions().keySet(), is(empty()));
  }

  @Test
  void theProbe_isARequestWithoutEvents() {
    assertThat(create().probe().body().text(), is("{\"api_key\":\"" + KEY + "\",\"events\":[]}"));
    assertThat(create().probe().headers(), is(create().encode(List.of()).headers()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {'code':200,'events_ingested':0} | GOOD",
        "200 | {'code':200 | NO_ANSWER",
        "200 | {'code':400,'error':'Invalid API key: x'} | UNKNOWN_KEY",
        "200 | <html> | NO_ANSWER",
        "302 | | NO_ANSWER",
        "400 | {'code':400,'error':'Invalid API key: x'} | UNKNOWN_KEY",
        "400 | {'error':'Invalid API key'} | UNKNOWN_KEY",
        "400 | {'error':'Request missing required field','missing_field':'events'} | REFUSED",
        "401 | | REFUSED",
        "403 | <html> | REFUSED",
        "404 | | REFUSED",
        "408 | | NO_ANSWER",
        "429 | | REFUSED",
        "503 | {'error':'Invalid API key: x'} | NO_ANSWER",
      })
  void theProbesAnswer_isNotTakenForMoreThanItIs(int status, String body, Finding finding) {
    String json = body == null ? "" : body.replace('\'', '"');

    Probed probed = create().explainProbe(answered(status, json));

    assertThat(probed.finding(), is(finding));
    assertThat(probed.detail(), startsWith("https://api2.amplitude.com/batch "));
  }

  @Test
  void whoProbesAndIsNotAnswered_knowsNothing() {
    Probed probed = create().explainProbe(new Failed("timeout", "no answer in 60 s"));

    assertThat(probed.finding(), is(Finding.NO_ANSWER));
    assertThat(probed.detail(), containsString("does not answer: timeout: no answer in 60 s"));
  }

  @Test
  void aProbedKey_isPrintedNowhere() {
    for (int status : List.of(200, 400, 403, 503)) {
      for (int before = 250; before < 310; before++) {
        String error = "Invalid API key: " + "x".repeat(before) + KEY;
        String said =
            create().explainProbe(answered(status, "{\"error\":\"" + error + "\"}")).detail();
        assertThat(said, not(containsString(KEY.substring(0, 8))));
      }
    }
    assertThat(
        create().explainProbe(new Failed("odd", KEY)).detail(),
        not(containsString(KEY.substring(0, 8))));
    assertThat(create().probe().toString(), not(containsString(KEY.substring(0, 8))));
  }

  @Test
  void allProblems_areListedAtOnce() {
    Settings settings =
        new Settings(Secret.of(KEY), "mars", Optional.empty(), 2001, 20_000_001, NOW);
    List<String> problems = new ArrayList<>();

    create(settings, problems, "--minIdLength=0");

    assertThat(
        problems,
        contains(
            containsString("--minIdLength=0"),
            containsString("--maxEventsPerRequest=2001"),
            containsString("--maxBytesPerRequest=20000001"),
            containsString("=mars is unknown (eu, us)")));
  }

  @Test
  void vendorsLimits_areTakenAsTheyAre() {
    Settings settings = new Settings(Secret.of(KEY), "us", Optional.empty(), 2000, 20_000_000, NOW);
    List<String> problems = new ArrayList<>();

    Destination destination = create(settings, problems);

    assertThat(problems, is(empty()));
    assertThat(destination.limits().hardMaxBytes(), is(20_000_000L));
  }

  @Test
  void allButPropertyUpdates_areBilled() {
    Event event = userOnly();
    for (String update : List.of("$identify", "$groupidentify")) {
      Event renamed =
          new Event(event.identity(), update, event.time(), event.who(), event.attributes());
      assertThat(create().bills(renamed), is(false));
    }
    assertThat(create().bills(event), is(true));
  }

  @Test
  void headers_nameTheToolAndAskForJson() {
    Map<String, String> headers = create().encode(queued(create(), batch())).headers();

    assertThat(headers.get("Content-Type"), is("application/json"));
    assertThat(headers.get("User-Agent"), startsWith("event-backfill"));
    assertThat("the key stands in the body alone", headers.toString(), not(containsString(KEY)));
  }

  @Test
  void uploadTimeOfTheClient_isNeverSent() {
    String body = create().encode(queued(create(), batch())).body().text();

    assertThat(body, not(containsString("client_upload_time")));
    assertThat(body, not(containsString("min_id_length")));
  }

  @Test
  void missingKey_isAFaultOfTheConfigurationAndNoRequest() {
    Destination destination =
        create(settings(Secret.of("env:NO_SUCH_VARIABLE_HERE")), new ArrayList<>());

    assertThrows(
        IllegalStateException.class, () -> destination.encode(queued(destination, batch())));
  }

  @Test
  void confirmation_carriesCountAndTime() {
    Reply reply =
        create()
            .explain(
                queued(create(), batch()),
                answered(
                    200,
                    "{\"code\":200,\"events_ingested\":4,\"server_upload_time\":1751388000123}"));

    assertThat(reply.receipt().events(), is(OptionalLong.of(4)));
    assertThat(reply.receipt().atMillis(), is(OptionalLong.of(1_751_388_000_123L)));
  }

  @ParameterizedTest
  @CsvSource({"'\"4\"'", "4.5", "null", "[4]", "1e99", "99999999999999999999"})
  void confirmationWithOtherTypes_carriesNothing(String value) {
    String body =
        "{\"code\":200,\"events_ingested\":%s,\"server_upload_time\":%s}".formatted(value, value);

    Reply reply = create().explain(queued(create(), batch()), answered(200, body));

    assertThat(VerdictTexts.of(reply), is(List.of("ACCEPT", "ACCEPT", "ACCEPT", "ACCEPT")));
    assertThat(reply.receipt().events(), is(OptionalLong.empty()));
    assertThat(reply.receipt().atMillis(), is(OptionalLong.empty()));
  }

  @Test
  void vendorsWords_areInTheDetail() {
    Reply reply =
        create().explain(queued(create(), batch()), answered(502, "<h1>Bad\n  gateway</h1>"));

    assertThat(reply.verdicts().get(0).detail(), is("HTTP 502 <h1>Bad gateway</h1>"));
  }
}

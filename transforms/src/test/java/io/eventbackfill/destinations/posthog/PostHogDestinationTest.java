package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Probed;
import io.eventbackfill.delivery.Probed.Finding;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.DestinationContract;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogDestinationTest extends DestinationContract {
  private static final String UUID_1 = "0190a3f0-0000-4000-8000-000000000001";
  private static final String UUID_2 = "0190a3f0-0000-4000-8000-000000000002";

  @Override
  protected Destination.Factory factory() {
    return new PostHogDestination.Factory();
  }

  @Override
  protected List<Event> batch() {
    return PostHogReplyTable.batch();
  }

  @Override
  protected List<ReplyRow> replyTable() {
    return Stream.concat(
            PostHogReplyTable.confirmations().stream(), PostHogReplyTable.errors().stream())
        .toList();
  }

  /** What an event looks like is the business of PostHogEvents. */
  @Override
  protected List<Golden> golden() {
    return List.of();
  }

  @Override
  protected List<String> bodies() {
    return replyTable().stream()
        .map(ReplyRow::reply)
        .filter(reply -> reply.statusOrZero() != 0)
        .map(reply -> ((Answered) reply).body().text())
        .filter(body -> body.length() > 10)
        .toList();
  }

  @Override
  protected Map<String, List<String>> options() {
    return Map.ofEntries(
        Map.entry("captureMode", List.of("v0", "v1")),
        Map.entry("youngEvents", List.of("hold", "live")),
        Map.entry("keepSessionEvents", List.of("false", "true")),
        Map.entry("importLabel", List.of("one", "another")),
        Map.entry("sourceName", List.of("amplitude", "snowplow")),
        Map.entry("uuidFrom", List.of("uuid", "insert-id")),
        Map.entry("personProperties", List.of("none", "latest-at-end")),
        Map.entry("sharedDevices", List.of("first", "skip")),
        Map.entry("personalApiKey", List.of("phx_a --projectId=1", "phx_b --projectId=1")),
        Map.entry("projectId", List.of("1 --personalApiKey=phx_a", "2 --personalApiKey=phx_a")),
        Map.entry(
            "posthogApiEndpoint",
            List.of(
                "https://a.example --personalApiKey=phx_a --projectId=1",
                "https://b.example --personalApiKey=phx_a --projectId=1")),
        Map.entry(
            "canaryWait",
            List.of(
                "1m --personalApiKey=phx_a --projectId=1",
                "2m --personalApiKey=phx_a --projectId=1")));
  }

  @Override
  protected List<Object> effects(Destination destination) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(destination);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  private static QueuedEvent event(String uuid, Instant time) {
    String body =
        "{\"event\":\"e\",\"distinct_id\":\"d\",\"timestamp\":\"%s\",\"uuid\":\"%s\"}"
            .formatted(time, uuid);
    return new QueuedEvent(
        uuid,
        new EventTime(time.toEpochMilli() * 1000, null, 0),
        new Who("d", null, null),
        "d",
        new Origin("export.json", null, 1),
        Bytes.of(body));
  }

  private static QueuedEvent old(String uuid) {
    return event(uuid, Instant.parse("2024-03-01T12:00:00.123Z"));
  }

  private static Instant hoursBefore(long hours) {
    return NOW.minus(Duration.ofHours(hours));
  }

  @Test
  void v0_isOneObjectWithTheTokenAndTheEventsAsTheyAre() {
    HttpRequestSpec request = create().encode(List.of(old(UUID_1), old(UUID_2)));

    assertThat(request.uri(), is(URI.create("https://us.i.posthog.com/batch/")));
    assertThat(
        request.body().text(),
        is(
            "{\"api_key\":\"%s\",\"historical_migration\":true,\"batch\":[%s,%s]}"
                .formatted(KEY, old(UUID_1).body().text(), old(UUID_2).body().text())));
    assertThat(request.headers().toString(), not(containsString(KEY)));
  }

  @Test
  void v1_hasTheTokenInAHeaderAndNamesTheRequestByItsEvents() {
    HttpRequestSpec request = create("--captureMode=v1").encode(List.of(old(UUID_1), old(UUID_2)));

    assertThat(request.uri(), is(URI.create("https://us.i.posthog.com/i/v1/analytics/events")));
    assertThat(
        request.body().text(),
        is(
            "{\"created_at\":\"2026-01-01T00:00:00Z\",\"historical_migration\":true,\"batch\":[%s,%s]}"
                .formatted(old(UUID_1).body().text(), old(UUID_2).body().text())));
    Map<String, String> headers = request.headers();
    assertThat(headers.get("Authorization"), is("Bearer " + KEY));
    assertThat(headers.get("Content-Type"), is("application/json"));
    assertThat(headers.get("User-Agent"), is("event-backfill"));
    assertThat(headers.get("PostHog-Sdk-Info"), startsWith("event-backfill/"));
    assertThat(headers.get("PostHog-Attempt"), is("1"));
    assertThat(headers.get("PostHog-Request-Timestamp"), is("2026-01-01T00:00:00Z"));

    Destination v1 = create("--captureMode=v1");
    String id = headers.get("PostHog-Request-Id");
    assertThat(idOf(v1, old(UUID_1), old(UUID_2)), is(id));
    assertThat(idOf(v1, old(UUID_2), old(UUID_1)), is(not(id)));
    assertThat(idOf(v1, old(UUID_1)), is(not(id)));
    assertThat(UUID.fromString(id).version(), is(5));
  }

  private static String idOf(Destination v1, QueuedEvent... events) {
    return v1.encode(List.of(events)).headers().get("PostHog-Request-Id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1", "auto"})
  void aPrintedRequestShowsNoToken(String mode) {
    HttpRequestSpec request = create("--captureMode=" + mode).encode(List.of(old(UUID_1)));

    assertThat(request.toString(), not(containsString(KEY.substring(0, 8))));
    assertThat(request.toString(), startsWith("POST https://us.i.posthog.com/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0", "v1"})
  void noRequestSaysWhenItWasSent(String mode) {
    String body = create("--captureMode=" + mode).encode(List.of(old(UUID_1))).body().text();

    assertThat(body, not(containsString("sent_at")));
    assertThat(body, not(containsString("offset")));
  }

  @ParameterizedTest
  @CsvSource({"48, false", "49, true", "50, true", "0, false", "-5, false"})
  void aRequestIsHistoryIfItsEventsAreOldEnough(long hours, boolean historical) {
    Destination live = create("--youngEvents=live");
    QueuedEvent event = event(UUID_1, hoursBefore(hours));

    assertThat(
        live.encode(List.of(event)).body().text(),
        containsString("\"historical_migration\":" + historical));
  }

  @Test
  void youngAndOldEventsNeverShareARequest() {
    Destination live = create("--youngEvents=live");
    QueuedEvent young = event(UUID_1, hoursBefore(48));
    QueuedEvent old = event(UUID_2, hoursBefore(49));

    assertThat(live.canShareRequest(old, young), is(false));
    assertThat(live.canShareRequest(young, old), is(false));
    assertThat(live.canShareRequest(old, old), is(true));
    assertThat(live.canShareRequest(young, young), is(true));
  }

  @Test
  void onlyYoungEventsAreBilled() {
    assertThat(create().bills(mapped(hoursBefore(49))), is(false));
    assertThat(create().bills(mapped(hoursBefore(48))), is(true));
  }

  private static Event mapped(Instant time) {
    return new Event(
        "i",
        "e",
        new EventTime(time.toEpochMilli() * 1000, null, 0),
        new Who("d", null, null),
        Map.of());
  }

  @Test
  void aRunThatIsTakenUpAgainFindsTheSameEventsYoung() {
    Destination later = create();
    Destination first = later.asOf(NOW.minus(Duration.ofDays(30)));

    assertThat(first.rules(), is(not(later.rules())));
    assertThat(first.bills(mapped(hoursBefore(49))), is(true));
    assertThat(first.asOf(NOW).rules(), is(later.rules()));
  }

  @Test
  void anEventIsTooLargeByWhatItTakesAsJsonInsideJson() {
    assertThat(create().tooLarge(Bytes.of("x".repeat(1_200_000))).isPresent(), is(true));
    assertThat(create().tooLarge(Bytes.of("x".repeat(898_999))), is(Optional.empty()));
    assertThat(create().tooLarge(Bytes.of("x".repeat(899_000))).isPresent(), is(true));
    assertThat(create().tooLarge(Bytes.of("\"".repeat(449_499))), is(Optional.empty()));
    assertThat(create().tooLarge(Bytes.of("\\".repeat(449_500))).isPresent(), is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "us, , https://us.i.posthog.com/batch/",
    "eu, , https://eu.i.posthog.com/batch/",
    "us, http://127.0.0.1:8010, http://127.0.0.1:8010/batch/",
    "us, http://127.0.0.1:8010/, http://127.0.0.1:8010/batch/",
    "us, https://posthog.example/batch/, https://posthog.example/batch/",
    "us, https://www.example/ingest, https://www.example/ingest/batch/",
  })
  void regionAndEndpoint_sayWhereTo(String region, URI endpoint, URI expected) {
    Settings settings =
        new Settings(Secret.of(KEY), region, Optional.ofNullable(endpoint), 1000, 10_000_000, NOW);
    List<String> problems = new ArrayList<>();

    Destination destination = create(settings, problems);

    assertThat(problems, is(empty()));
    assertThat(destination.endpoint(), is(expected));
    assertThat(destination.encode(List.of(old(UUID_1))).uri(), is(expected));
  }

  @Test
  void thePersonalKeyIsASecretToo() {
    Destination destination = create("--personalApiKey=phx_secret", "--projectId=1");

    assertThat(
        destination.secrets().stream().map(Secret::reveal).toList(), contains(KEY, "phx_secret"));
    assertThat(destination.toString(), not(containsString("phx_secret")));
  }

  @Test
  void ofAnotherRegionTheSameIsTrue() {
    Map<String, Destination> others = create("--captureMode=v1").otherRegions();

    assertThat(others, aMapWithSize(1));
    assertThat(others, hasKey("eu"));
    assertThat(
        others.get("eu").probe().uri(),
        equalTo(URI.create("https://eu.i.posthog.com/i/v1/analytics/events")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | no event in request | UNPROVEN",
        "200 | {'status':'Ok'} | UNPROVEN",
        "200 | <html> | NO_ANSWER",
        "401 | unknown token | UNKNOWN_KEY",
        "403 | <html> | REFUSED",
        "404 | | REFUSED",
        "408 | | NO_ANSWER",
        "429 | | NO_ANSWER",
        "503 | | NO_ANSWER",
        "302 | | NO_ANSWER",
      })
  void noAnswerToAProbeProvesTheToken(int status, String body, Finding finding) {
    String json = body == null ? "" : body.replace('\'', '"');

    Probed probed = create().explainProbe(answered(status, json));

    assertThat(probed.finding(), is(finding));
    assertThat(probed.detail(), startsWith("https://us.i.posthog.com/batch/ "));
  }

  @Test
  void whoProbesAndIsNotAnswered_knowsNothing() {
    Probed probed = create().explainProbe(new Failed("timeout", "no answer from " + KEY));

    assertThat(probed.finding(), is(Finding.NO_ANSWER));
    assertThat(probed.detail(), containsString("timeout: no answer from [redacted]"));
  }

  @Test
  void vendorsLimitsHaveNoneForAPersonOrADay() {
    assertThat(create().vendorLimits().eventsPerDayPerActor(), is((long) Integer.MAX_VALUE));
    assertThat(factory().defaultLimits().eventsPerSecond(), is(1000.0));
  }
}

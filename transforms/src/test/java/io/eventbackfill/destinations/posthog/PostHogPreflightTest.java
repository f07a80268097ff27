package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.Preflight;
import io.eventbackfill.delivery.Preflight.Ask;
import io.eventbackfill.delivery.Preflight.Ready;
import io.eventbackfill.delivery.Preflight.Refused;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.DestinationContract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked before the first event, and what follows from each answer. */
class PostHogPreflightTest {
  private static final String PERSONAL = "phx_0123456789";
  private static final HttpReply TAKEN =
      DestinationContract.answered(200, "{\"status\":\"Ok\",\"results\":{}}");
  private static final HttpReply FOUND =
      DestinationContract.answered(200, "{\"results\":[[\"uuid\"]]}");
  private static final HttpReply NOTHING = DestinationContract.answered(200, "{\"results\":[]}");
  private static final HttpReply EMPTY_V1 =
      DestinationContract.answered(400, "{\"error\":\"empty_batch\"}");
  private static final HttpReply NOT_HERE = DestinationContract.answered(404, "");

  private final List<HttpRequestSpec> asked = new ArrayList<>();
  private Duration waited = Duration.ZERO;

  private static Destination destination(String... arguments) {
    List<String> problems = new ArrayList<>();
    Destination destination =
        new PostHogDestination.Factory()
            .create(
                new Settings(
                    Secret.of(DestinationContract.KEY),
                    "eu",
                    Optional.empty(),
                    1000,
                    10_000_000,
                    DestinationContract.NOW),
                PipelineOptionsFactory.fromArgs(arguments).as(PostHogOptions.class),
                problems);
    assertThat(problems, is(empty()));
    return destination;
  }

  private static Destination querying(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--personalApiKey=" + PERSONAL);
    arguments.add("--projectId=7");
    return destination(arguments.toArray(String[]::new));
  }

  /** Follows the questions to their end. */
  private Preflight follow(Destination destination, Function<HttpRequestSpec, HttpReply> vendor) {
    return follow(destination.preflight(Optional.empty()), vendor);
  }

  private Preflight follow(Preflight begin, Function<HttpRequestSpec, HttpReply> vendor) {
    Preflight step = begin;
    while (step instanceof Ask ask) {
      asked.add(ask.request());
      waited = waited.plus(ask.after());
      assertThat("there is an end", asked.size() < 100, is(true));
      step = ask.then().apply(vendor.apply(ask.request()));
    }
    return step;
  }

  private static boolean isQuery(HttpRequestSpec request) {
    return request.uri().getPath().startsWith("/api/");
  }

  @Test
  void withoutAKeyNothingIsAskedAndThatIsSaid() {
    Ready ready = (Ready) follow(destination(), request -> TAKEN);

    assertThat(asked, is(empty()));
    assertThat(ready.stored(), is(false));
    assertThat(ready.remarks(), contains(containsString("drop_events_older_than")));
  }

  @Test
  void anOldEventIsSentAndFound() {
    Ready ready = (Ready) follow(querying(), request -> isQuery(request) ? FOUND : TAKEN);

    assertThat(ready.stored(), is(true));
    assertThat(ready.remarks(), contains(containsString("2016-01-01T00:00:00.000Z")));
    HttpRequestSpec sent = asked.get(0);
    assertThat(sent.uri(), is(URI.create("https://eu.i.posthog.com/batch/")));
    assertThat(
        sent.body().text(),
        allOf(
            containsString("\"historical_migration\":true"),
            containsString("\"event\":\"event_backfill_canary\""),
            containsString("\"timestamp\":\"2016-01-01T00:00:00.000Z\""),
            containsString("\"$process_person_profile\":false")));
    HttpRequestSpec query = asked.get(1);
    assertThat(query.uri(), is(URI.create("https://eu.posthog.com/api/projects/7/query/")));
    assertThat(query.headers().get("Authorization"), is("Bearer " + PERSONAL));
    String uuid =
        PostHogRequests.uuid(
            PostHogCanary.before(DestinationContract.NOW).event(PostHogForm.V0).body());
    assertThat(
        query.body().text(),
        is(
            ("{\"query\":{\"kind\":\"HogQLQuery\",\"query\":\"SELECT uuid FROM events WHERE uuid ="
                    + " '%s' AND event = 'event_backfill_canary' LIMIT 1\"},"
                    + "\"refresh\":\"force_blocking\"}")
                .formatted(uuid)));
    assertThat(query.toString(), not(containsString(PERSONAL)));
  }

  @Test
  void itIsTheSameEventAllYear() {
    PostHogCanary one = PostHogCanary.before(Instant.parse("2026-02-28T01:02:03.456Z"));
    PostHogCanary other = PostHogCanary.before(Instant.parse("2026-12-31T23:59:59Z"));

    assertThat(one.event(PostHogForm.V0), is(other.event(PostHogForm.V0)));
  }

  @Test
  void itIsAsOldAsTheEventsThatAreToCome() {
    Instant since = Instant.parse("2023-05-06T07:08:09.010Z");

    follow(querying().preflight(Optional.of(since)), request -> isQuery(request) ? FOUND : TAKEN);

    assertThat(asked.get(0).body().text(), containsString("2023-05-06T07:08:09.010Z"));
  }

  @Test
  void ofARangeThatIsAllYoungItIsOld() {
    follow(
        querying().preflight(Optional.of(DestinationContract.NOW)),
        request -> isQuery(request) ? FOUND : TAKEN);

    assertThat(asked.get(0).body().text(), containsString("2016-01-01T00:00:00.000Z"));
  }

  @Test
  void anEventThatIsNeverFoundKeepsTheRunFromStarting() {
    Refused refused =
        (Refused)
            follow(querying("--canaryWait=30s"), request -> isQuery(request) ? NOTHING : TAKEN);

    assertThat(refused.reason(), containsString("drop_events_older_than"));
    assertThat(waited, is(Duration.ofSeconds(30)));
    assertThat("it is sent once", asked.stream().filter(r -> !isQuery(r)).toList(), hasSize(1));
  }

  @Test
  void anEventThatIsFoundLateIsFound() {
    Preflight end =
        follow(
            querying(), request -> isQuery(request) ? asked.size() < 20 ? NOTHING : FOUND : TAKEN);

    assertThat(end, is(instanceOf(Ready.class)));
  }

  @ParameterizedTest
  @CsvSource({
    "401, --personalApiKey may not ask",
    "403, --personalApiKey may not ask",
    "404, refuses the question whether project 7 has it",
    "400, refuses the question whether project 7 has it",
  })
  void aQueryThatIsRefusedSaysWhatToMend(int status, String words) {
    Refused refused =
        (Refused)
            follow(
                querying(),
                request ->
                    isQuery(request)
                        ? DestinationContract.answered(status, "{\"detail\":\"" + PERSONAL + "\"}")
                        : TAKEN);

    assertThat(refused.reason(), containsString(words));
    assertThat(refused.reason(), not(containsString(PERSONAL)));
    assertThat(asked, hasSize(2));
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "503"})
  void aQueryThatFailsIsPutAgain(int status) {
    Preflight end =
        follow(
            querying(),
            request ->
                isQuery(request)
                    ? asked.size() < 4 ? DestinationContract.answered(status, "") : FOUND
                    : TAKEN);

    assertThat(end, is(instanceOf(Ready.class)));
  }

  @Test
  void anEventThatIsRefusedIsNotLookedFor() {
    Refused refused =
        (Refused)
            follow(
                querying(), request -> DestinationContract.answered(401, DestinationContract.KEY));

    assertThat(refused.reason(), containsString("does not take this project token"));
    assertThat(refused.reason(), not(containsString(DestinationContract.KEY)));
    assertThat(asked, hasSize(1));
  }

  @Test
  void anEventThatIsNotAnsweredIsSentAgainAFewTimes() {
    Preflight end = follow(querying(), request -> new Failed("timeout", "none"));

    assertThat(end, is(instanceOf(Refused.class)));
    assertThat(asked, hasSize(5));
    assertThat(asked.stream().distinct().toList(), hasSize(1));
  }

  @Test
  void whereV1IsThereItIsUsed() {
    Ready ready = (Ready) follow(destination("--captureMode=auto"), request -> EMPTY_V1);

    assertThat(
        ready.destination().endpoint(),
        is(URI.create("https://eu.i.posthog.com/i/v1/analytics/events")));
    assertThat(ready.remarks().get(0), startsWith("v1 of the Capture API is there"));
    assertThat(asked, hasSize(1));
  }

  @Test
  void whereV1IsMissingTheOtherOneIsUsedAfterOneQuestion() {
    Ready ready = (Ready) follow(destination("--captureMode=auto"), request -> NOT_HERE);

    assertThat(ready.destination().endpoint(), is(URI.create("https://eu.i.posthog.com/batch/")));
    assertThat(asked, hasSize(1));
  }

  @Test
  void whoDoesNotAnswerIsAskedAgainAndThenSentTheOldWay() {
    Ready ready =
        (Ready)
            follow(
                destination("--captureMode=auto"),
                request -> DestinationContract.answered(503, ""));

    assertThat(ready.destination().endpoint(), is(URI.create("https://eu.i.posthog.com/batch/")));
    assertThat(asked, hasSize(5));
    assertThat(ready.remarks().get(0), containsString("(503); v0 is used"));
  }

  @Test
  void aTokenThatV1RefusesIsRefused() {
    Preflight end =
        follow(
            destination("--captureMode=auto"),
            request -> DestinationContract.answered(401, "{\"error\":\"invalid_api_token\"}"));

    assertThat(end, is(instanceOf(Refused.class)));
  }

  @Test
  void theOldEventGoesByTheApiThatWasFound() {
    Preflight end =
        follow(
            querying("--captureMode=auto"),
            request -> {
              if (isQuery(request)) {
                return FOUND;
              }
              String uuid =
                  PostHogRequests.uuid(
                      PostHogCanary.before(DestinationContract.NOW).event(PostHogForm.V1).body());
              return asked.size() == 1
                  ? EMPTY_V1
                  : DestinationContract.answered(
                      200, "{\"results\":{\"" + uuid + "\":{\"result\":\"ok\"}}}");
            });

    assertThat(end, is(instanceOf(Ready.class)));
    assertThat(asked.get(1).uri().getPath(), is("/i/v1/analytics/events"));
    assertThat(asked.get(1).body().text(), containsString("\"disable_skew_correction\":true"));
  }
}

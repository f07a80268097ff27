package io.eventbackfill.destinations.posthog;

import static io.eventbackfill.destinations.posthog.QueriedEvents.answer;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpReply.Answered;
import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StoredApi;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.model.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogQueryApiTest {
  private static final String KEY = "phx_a-personal-key-that-nobody-may-see";
  private static final Instant MARCH = Instant.parse("2024-03-01T12:00:00Z");

  private final QueriedEvents table = new QueriedEvents();
  private final List<String> said = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final Map<String, byte[]> kept = new TreeMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Keeps files in memory. */
  private final StoredApi.Shelf shelf =
      new StoredApi.Shelf() {
        @Override
        public boolean holds(String name) {
          return kept.containsKey(name);
        }

        @Override
        public void put(String name, Path file) throws IOException {
          kept.put(name, Files.readAllBytes(file));
        }
      };

  private List<String> fetch() throws Exception {
    PostHogQueryApi api =
        new PostHogQueryApi(
            URI.create("https://eu.posthog.com/"), "7", Secret.of(KEY), "it's \\ the 'load'");
    Waiting waiting = new Waiting(() -> now, this::pass, new Random(1));
    RetryPolicy retry = RetryPolicy.givingUpAfter(Duration.ofHours(1));
    return api.fetch(List.of(), new Asking(table, waiting, retry, said::add), shelf);
  }

  private void pass(Duration pause) {
    waits.add(pause);
    now = now.plus(pause);
  }

  /** All rows that were kept, each once. */
  private int rows(List<String> names) {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      new String(kept.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8)
          .lines()
          .forEach(lines::add);
    }
    assertThat("none twice", new HashSet<>(lines), hasSize(lines.size()));
    return lines.size();
  }

  private String message() {
    return String.valueOf(assertThrows(StopJobException.class, this::fetch).getMessage());
  }

  @Test
  void itIsAskedByTheLabelAndWithThePersonalKey() throws Exception {
    table.store(MARCH, 2);

    List<String> names = fetch();

    assertThat(
        table.requests.get(0).uri(),
        is(URI.create("https://eu.posthog.com/api/projects/7/query/")));
    assertThat(table.requests.get(0).headers().get("Authorization"), is("Bearer " + KEY));
    assertThat(
        table.requests.get(0).body().text(),
        allOf(
            containsString("\"kind\":\"HogQLQuery\""),
            // What was answered before the last event came must not be answered again.
            containsString("\"refresh\":\"force_blocking\""),
            not(containsString(KEY))));
    assertThat(
        table.queries.get(1),
        is(
            "SELECT uuid, event, distinct_id, timestamp FROM events"
                + " WHERE properties.event_backfill_run = 'it\\'s \\\\ the \\'load\\''"
                + " AND event != '$identify' AND event != '$set' AND event != 'event_backfill_canary'"
                + " AND timestamp >= toDateTime64('2024-02-29 00:00:00.000000', 6, 'UTC')"
                + " AND timestamp < toDateTime64('2024-03-03 00:00:00.000000', 6, 'UTC')"
                + " GROUP BY uuid, event, distinct_id, timestamp"
                + " ORDER BY timestamp, uuid, event, distinct_id LIMIT 50000"));
    assertThat(
        new String(kept.get(names.get(0)), StandardCharsets.UTF_8),
        startsWith(
            "{\"uuid\":\"00000000-0000-4000-8000-000000000000\",\"event\":\"Sign Up\","
                + "\"distinct_id\":\"user-0\",\"timestamp\":\"2024-03-01T12:00:00Z\","
                + "\"event_backfill_run\":\"it's \\\\ the 'load'\"}\n"));
  }

  @Test
  void aProjectWithoutSuchEventsIsAskedOnce() throws Exception {
    assertThat(fetch(), hasSize(0));
    assertThat(table.queries, hasSize(1));
  }

  @Test
  void manyThinDaysAreOneQuestionAndOneFullDayIsSeveral() throws Exception {
    for (int day = 0; day < 1_000; day++) {
      table.store(MARCH.plus(Duration.ofDays(day)), 10);
    }
    for (int minute = 0; minute < 600; minute++) {
      table.store(Instant.parse("2030-01-01T00:00:00Z").plus(Duration.ofMinutes(minute)), 100);
    }

    assertThat(rows(fetch()), is(70_000));
    assertThat(
        "days, thin ones, three parts of the full one, the day after",
        table.queries,
        hasSize(1 + 1 + 3 + 1));
  }

  @Test
  void aWindowThatComesBackFullIsHalvedAndAMillisecondIsTakenByPages() throws Exception {
    table.store(MARCH, 60_001);
    table.store(MARCH.plusMillis(1), 1);
    table.store(MARCH.plus(Duration.ofHours(3)), 1);

    assertThat(rows(fetch()), is(60_003));

    assertThat(said, hasItem(containsString("has too much for one answer; asking for halves")));
    assertThat(
        table.queries,
        hasItem(containsString("AND uuid >= '00000000-0000-4000-8000-000000009999' GROUP BY")));
    assertThat(table.queries.size(), is(lessThan(70)));
  }

  @ParameterizedTest
  @ValueSource(ints = {504, 512, 513})
  void aQuestionThatIsTooHardIsHalved(int status) throws Exception {
    table.store(MARCH, 3);
    HttpReply tooHard = answer(status, "{\"detail\":\"Query has hit the max execution time\"}");
    table.sayFirst(tooHard);
    table.sayFirst(tooHard);

    assertThat(rows(fetch()), is(3));
    assertThat(waits, hasSize(0));
  }

  @Test
  void anAnswerThatIsTooLongIsAskedForInHalves() throws Exception {
    table.store(MARCH, 3);
    table.sayFirst(answer(200, "{\"results\":[[\"2024-03-01\",3]]}"));
    table.sayFirst(new Failed("reply-too-long", "more than 16777216 bytes"));

    assertThat(rows(fetch()), is(3));
  }

  @Test
  void whatPassesIsAskedForAgainAndRetryAfterIsHonoured() throws Exception {
    table.store(MARCH, 3);
    table.sayFirst(
        new Answered(
            429, Optional.of("77"), Bytes.of("slow down".getBytes(StandardCharsets.UTF_8))));
    table.sayFirst(answer(503, "too busy"));
    table.sayFirst(new Failed("connection-lost", "reset"));

    assertThat(rows(fetch()), is(3));
    assertThat(waits, hasSize(3));
    assertThat(waits.get(0), is(Duration.ofSeconds(77)));
    assertThat(said.get(0), containsString("HTTP 429 slow down; asking again"));
  }

  @Test
  void anOutageThatDoesNotEndIsNotWaitedForForEver() {
    for (int i = 0; i < 2_000; i++) {
      table.sayFirst(answer(503, "too busy"));
    }

    assertThat(message(), containsString("gives no useful answer: HTTP 503 too busy"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | does not take --personalApiKey: it needs the scope query:read",
        "403 | does not take --personalApiKey: it needs the scope query:read",
        "404 | knows no such --projectId",
        "400 | unexpected answer",
        "302 | unexpected answer"
      })
  void aRefusalIsExplainedAndNamesNoKey(int status, String words) {
    table.sayFirst(answer(status, "{\"detail\":\"no " + KEY + "\"}"));

    String message = message();

    assertThat(message, allOf(containsString(words), containsString("HTTP " + status)));
    assertThat(message + said, not(containsString(KEY)));
    assertThat(table.queries, hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "{\"results\":null}",
        "{\"results\":[[]]}",
        "{\"results\":[[\"soon\",1]]}",
        "{\"results\":[[\"2024-03-01\",\"x\"]]}"
      })
  void anAnswerOfAnotherShapeIsNoAnswer(String body) {
    table.sayFirst(answer(200, body));

    assertThat(message(), containsString("unexpected answer"));
  }

  @Test
  void whatWasFetchedIsNotFetchedAgainUnlessTheDaysHoldAnotherNumber() throws Exception {
    table.store(MARCH, 2);
    List<String> first = fetch();
    int before = table.queries.size();

    assertThat(fetch(), equalTo(first));
    assertThat("the days alone", table.queries.size(), is(before + 1));

    table.store(MARCH.plusSeconds(60), 1);
    assertThat(rows(fetch()), is(3));
    assertThat(table.queries.size(), is(greaterThan(before + 2)));
  }

  @Test
  void regionsHavePrivateHostsOfTheirOwn() {
    assertThat(PostHogQueryApi.host("us").get(), is(URI.create("https://us.posthog.com/")));
    assertThat(PostHogQueryApi.host("eu").get(), is(URI.create("https://eu.posthog.com/")));
    assertThat(PostHogQueryApi.host("mars").isPresent(), is(false));
  }
}

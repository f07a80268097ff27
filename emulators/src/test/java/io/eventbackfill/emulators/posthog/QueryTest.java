package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.body;
import static io.eventbackfill.emulators.posthog.Captures.bytes;
import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.json;
import static io.eventbackfill.emulators.posthog.Captures.many;
import static io.eventbackfill.emulators.posthog.Captures.send;
import static io.eventbackfill.emulators.posthog.Captures.uuid;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HogQL over what is stored, and who may ask. */
class QueryTest {

  private final PostHogEmulator emulator = emulator();

  @BeforeEach
  void store() {
    send(
        emulator,
        event(1, "click", "u1", ",'timestamp':'2024-03-01T00:00:00Z','properties':{'$n':1}"),
        event(2, "click", "u2", ",'timestamp':'2024-03-01T23:59:59.123Z'"),
        event(
            3,
            "view",
            "it\\u0027s",
            ",'timestamp':'2024-03-02T00:00:00Z','properties':{'$n':'x'}"));
  }

  private HttpAnswer ask(String query) {
    return ask("/api/projects/1/query/", PostHogEmulator.DEFAULT_PERSONAL_KEY, query);
  }

  private HttpAnswer ask(String path, String key, String query) {
    ObjectNode body = ExactJson.object();
    body.putObject("query").put("kind", "HogQLQuery").put("query", query);
    EmulatorRequest request = EmulatorRequest.post(path, ExactJson.write(body));
    return emulator.handle(
        key.isEmpty() ? request : request.withHeader("Authorization", "Bearer " + key));
  }

  private JsonNode results(String query) {
    HttpAnswer answer = ask(query);
    assertThat(answer.text(), answer.status(), is(200));
    return body(answer).path("results");
  }

  private String refusal(String query) {
    HttpAnswer answer = ask(query);
    assertThat(answer.text(), answer.status(), is(400));
    assertThat(body(answer).path("type").asText(), is("validation_error"));
    return body(answer).path("detail").asText();
  }

  @Test
  void anAnswerHoldsColumnsTypesAndRows() {
    JsonNode answer =
        body(
            ask("select uuid, event AS name, timestamp, properties.$n from events order by event"));
    assertThat(answer.path("columns"), is(json("['uuid','name','timestamp','$n']")));
    assertThat(answer.path("types").get(2).get(0).asText(), is("timestamp"));
    assertThat(answer.path("types").get(2).get(1).asText(), is("DateTime64(6, 'UTC')"));
    assertThat(answer.path("results").get(0).get(2).asText(), is("2024-03-01T00:00:00Z"));
    assertThat(answer.path("results").get(0).get(3).asText(), is("1"));
    assertThat(answer.path("results").get(1).get(2).asText(), is("2024-03-01T23:59:59.123000Z"));
    assertThat(answer.path("results").get(1).get(3).isNull(), is(true));
    assertThat(answer.path("hasMore").booleanValue(), is(false));
  }

  @Test
  void eventsAreCountedByDayAndName() {
    JsonNode counts =
        results(
            "SELECT toDate(timestamp) AS day, event, count(), count(DISTINCT uuid) AS n FROM events"
                + " GROUP BY day, event ORDER BY day ASC, event");
    assertThat(counts, is(json("[['2024-03-01','click',2,2],['2024-03-02','view',1,1]]")));
    assertThat(results("select count() from events"), is(json("[[3]]")));
    assertThat(
        results("select event, count() AS n from events group by event order by n desc").get(0),
        is(json("['click',2]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "event = 'click' | 2",
        "event != 'click' | 1",
        "event IN ('click', 'view') AND distinct_id = 'u2' | 1",
        "distinct_id = 'it\\'s' | 1",
        "timestamp >= toDateTime('2024-03-01 23:59:59') | 2",
        "timestamp < toDateTime64('2024-03-01 23:59:59.123', 6, 'UTC') | 1",
        "timestamp <= '2024-03-01T23:59:59.123Z' | 2",
        "timestamp > '2024-03-02' | 0",
        "toDate(timestamp) = '2024-03-01' | 2",
        "toDate(timestamp) >= toDate('2024-03-02') | 1",
        "uuid = '00000000-0000-4000-8000-000000000002' | 1",
        "properties.$n = 'x' | 1",
        "properties.$n = 1 | 1",
        "properties.$n != 'x' | 2",
        "event = 'view' OR (event = 'click' AND distinct_id = 'u1') | 2",
      })
  void rowsAreChosen(String where, int rows) {
    assertThat(
        results("select count() from events where " + where).get(0).get(0).intValue(), is(rows));
  }

  // Pages by the last key seen: the order within one instant is ClickHouse's order of UUIDs.
  @Test
  void keysetPagesMeetEveryRowOnce() {
    emulator.reset();
    send(emulator, many(7));
    StringBuilder seen = new StringBuilder();
    String after = "";
    for (int page = 0; page < 4; page++) {
      JsonNode rows =
          results(
              "select timestamp, uuid from events " + after + " order by timestamp, uuid limit 2");
      for (JsonNode row : rows) {
        String time = "'" + row.get(0).asText() + "'";
        seen.append(row.get(1).asText().substring(35));
        after =
            "where timestamp > %s or (timestamp = %s and uuid > '%s')"
                .formatted(time, time, row.get(1).asText());
      }
    }
    assertThat(seen.toString(), is("1234567"));
  }

  @Test
  void uuidsAreOrderedByTheirSecondHalf() {
    emulator.reset();
    for (String uuid :
        new String[] {
          "00000000-0000-4000-8000-000000000002", "ffffffff-0000-4000-8000-000000000001"
        }) {
      send(emulator, "{'event':'e','distinct_id':'u','uuid':'" + uuid + "'}");
    }
    assertThat(
        results("select uuid from events order by uuid").get(0).get(0).asText().substring(0, 1),
        is("f"));
  }

  // API queries: 100 rows unless the query says otherwise; HogQLQueryRunner: only then hasMore.
  @Test
  void aQueryWithoutALimitGets100RowsAndIsToldOfMore() {
    send(emulator, many(101));
    JsonNode answer = body(ask("select uuid, event, distinct_id from events"));
    assertThat(answer.path("results").size(), is(100));
    assertThat(answer.path("hasMore").booleanValue(), is(true));
    JsonNode limited = body(ask("select uuid from events limit 60000"));
    assertThat(limited.path("hasMore").isNull(), is(true));
  }

  // user_query_validator.py: refused for personal API keys but for a few organizations.
  @Test
  void offsetIsRefusedUnlessAllowed() {
    String query = "select distinct_id from events order by timestamp limit 1 offset 1";
    assertThat(refusal(query), containsString("OFFSET is not supported"));
    emulator.configure(emulator.settings().withQueryOffset(true));
    assertThat(results(query), is(json("[['u2']]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select nope from events | Unable to resolve field: nope",
        "select uuid from persons | Unknown table `persons`.",
        "select sum(x) from events | Unsupported function call 'sum(...)'.",
        "select event, count() from events | Column event is not under aggregate function and not"
            + " in GROUP BY keys",
        "select uuid from events where uuid = 'x' | Cannot parse UUID from String: x",
        "select uuid from events where timestamp > 'x' | Cannot parse DateTime: x",
        "select uuid from events where event like 'x' | mismatched input 'like'",
        "select uuid from events final | mismatched input 'final'",
        "select * from events | mismatched input '*'",
        "delete from events | mismatched input 'delete' expecting 'select'",
        "select uuid from events where event = 'x | Syntax error at: 'x",
        "select uuid from events where count() > 1 | Aggregate function count() is found in WHERE",
      })
  void whatIsNotUnderstoodIsRefused(String query, String words) {
    assertThat(refusal(query), is(words));
  }

  @Test
  void otherKindsAndBodiesAreRefused() {
    EmulatorRequest other =
        EmulatorRequest.post(
                "/api/projects/1/query", bytes("{'query':{'kind':'EventsQuery','select':['*']}}"))
            .withHeader("Authorization", "Bearer " + PostHogEmulator.DEFAULT_PERSONAL_KEY);
    assertThat(emulator.handle(other).status(), is(400));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/projects/1/query/, phx_wrong, 401, authentication_failed",
    "/api/projects/1/query/, '', 401, not_authenticated",
    "/api/projects/1/query/, phc_0123456789abcdefghijklmnopqrstuvwxyzABCDEF, 403,"
        + " authentication_failed",
    "/api/projects/2/query/, phx_0123456789abcdefghijklmnopqrstuvwxyzABCDEF, 404, not_found",
    "/api/projects/1/query, phx_0123456789abcdefghijklmnopqrstuvwxyzABCDEF, 200, ''",
    "/api/projects/@current/query/, phx_0123456789abcdefghijklmnopqrstuvwxyzABCDEF, 200, ''",
  })
  void keysAndProjectsAreChecked(String path, String key, int status, String code) {
    HttpAnswer answer = ask(path, key, "select count() from events");
    assertThat(answer.status(), is(status));
    assertThat(body(answer).path("code").asText(), is(code));
  }

  @Test
  void tooManyQueriesAreThrottled() {
    emulator.configure(emulator.settings().withQueriesPerMinute(1));
    results("select count() from events");
    HttpAnswer answer = ask("select count() from events");
    assertThat(answer.status(), is(429));
    assertThat(body(answer).path("code").asText(), is("throttled"));
    assertThat(answer.headers().get("Retry-After"), is("60"));
    emulator.clock().advance(Duration.ofMinutes(1));
    results("select count() from events");
  }

  // Deduplication: duplicates are visible until a merge, and queries do not add FINAL.
  @Test
  void copiesAreVisibleUntilTheyAreMerged() {
    send(emulator, event(2, "click", "u2", ",'timestamp':'2024-03-01T23:59:59.123Z'"));
    assertThat(results("select count() from events"), is(json("[[3]]")));
    emulator.configure(emulator.settings().withQueryView(QueryView.RAW));
    assertThat(results("select count(), count(DISTINCT uuid) from events"), is(json("[[4,3]]")));
  }

  @Test
  void rowsAreSeenAfterALag() {
    emulator.configure(emulator.settings().withQueryLagSeconds(10));
    assertThat(results("select count() from events"), is(json("[[0]]")));
    emulator.clock().advance(Duration.ofSeconds(10));
    assertThat(results("select count() from events"), is(json("[[3]]")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lose", "copy"})
  void tamperingIsSeen(String what) {
    if (what.equals("lose")) {
      emulator.tampering().lose(uuid(1));
    } else {
      emulator.tampering().copy(uuid(1));
    }
    JsonNode count = results("select count(), count(DISTINCT uuid) from events");
    assertThat(count, is(json(what.equals("lose") ? "[[2,2]]" : "[[4,4]]")));
  }
}

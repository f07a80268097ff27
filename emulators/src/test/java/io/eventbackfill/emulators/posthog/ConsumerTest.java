package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.batch;
import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.json;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static io.eventbackfill.emulators.posthog.Captures.post;
import static io.eventbackfill.emulators.posthog.Captures.reasons;
import static io.eventbackfill.emulators.posthog.Captures.send;
import static io.eventbackfill.emulators.posthog.Captures.warnings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of events behind the 200: ids, times, copies, drops. */
class ConsumerTest {

  private final PostHogEmulator emulator = emulator();

  private StoredEvent stored(String more) {
    send(emulator, event(1, "e", "u", more));
    return emulator.storedRaw().get(emulator.storedRaw().size() - 1);
  }

  // Timestamps; the clock stands at 2026-01-01T00:00:00Z.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-03-01T12:00:00.123456789Z | 2024-03-01T12:00:00.123456Z",
        "2024-03-01T23:59:59.999+05:30 | 2024-03-01T18:29:59.999Z",
        "2024-03-01T12:00:00+03 | 2024-03-01T09:00:00Z",
        "2024-03-01T12:00:00 | 2024-03-01T12:00:00Z",
        "2024-03-01 12:00:00 | 2024-03-01T12:00:00Z",
        "2024-03-01 12:00:00.123 | 2024-03-01T12:00:00.123Z",
        "2024-03-01 12:00:00.123456 | 2024-03-01T12:00:00.123456Z",
        "2024-03-01 | 2024-03-01T00:00:00Z",
        "2024/03/01 | 2024-03-01T00:00:00Z",
        "3/1/2024 | 2024-03-01T00:00:00Z",
        "Fri, 1 Mar 2024 12:00:00 GMT | 2024-03-01T12:00:00Z",
        "1709294400 | 2024-03-01T12:00:00Z",
        "1709294400123 | 2024-03-01T12:00:00.123Z",
        "0000-00-00 | 2026-01-01T00:00:00Z",
        "yesterday | 2026-01-01T00:00:00Z",
        "'' | 2026-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z | 2026-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z | 1970-01-01T00:00:00Z",
        "2026-01-01T23:00:00Z | 2026-01-01T23:00:00Z",
        "2026-01-01T23:00:00.001Z | 2026-01-01T00:00:00Z",
      })
  void timesAreReadGenerouslyAndNeverRefused(String sent, String expected) {
    assertThat(stored(",'timestamp':'" + sent + "'").timestamp(), is(Instant.parse(expected)));
  }

  @Test
  void withoutATimeAnEventHappenedNowAndAnOffsetWins() {
    send(emulator, "{'event':'e','distinct_id':'u'}");
    assertThat(emulator.stored().get(0).timestamp(), is(PostHogEmulator.START));
    StoredEvent moved = stored(",'timestamp':'2024-01-01T00:00:00Z','offset':1000");
    assertThat(moved.timestamp(), is(PostHogEmulator.START.minusSeconds(1)));
  }

  // Skew correction can push an event past midnight, and so to another key.
  @Test
  void sentAtMovesTimesUnlessTheEventSaysNo() {
    String event = event(1, "e", "u", ",'timestamp':'2024-03-01T23:59:59.999Z'");
    String fixed =
        event(
            2,
            "e",
            "u",
            ",'timestamp':'2024-03-01T23:59:59.999Z','properties':{'$ignore_sent_at':true}");
    String body =
        batch(event, fixed).replace("'batch'", "'sent_at':'2025-12-31T23:59:50Z','batch'");
    post(emulator, body);
    assertThat(emulator.stored().get(0).timestamp(), is(Instant.parse("2024-03-02T00:00:09.999Z")));
    assertThat(emulator.stored().get(0).day(), is(LocalDate.parse("2024-03-02")));
    assertThat(emulator.stored().get(1).day(), is(LocalDate.parse("2024-03-01")));
    assertThat(emulator.statistics().requestsWithSentAt(), is(1L));
  }

  @Test
  void ofTwoRowsWithOneKeyTheLastRemains() {
    send(emulator, event(1, "e", "u", ",'properties':{'v':1}"), event(2));
    send(emulator, event(1, "e", "u", ",'properties':{'v':2},'timestamp':'2024-03-01T01:00:00Z'"));
    assertThat(numbers(emulator.storedRaw()), is("1 2 1"));
    assertThat(numbers(emulator.stored()), is("1 2"));
    assertThat(emulator.stored().get(0).property("v").intValue(), is(2));
  }

  // Deduplication: same uuid with another name, id or UTC day is two rows for good.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other | u | 2024-03-01T00:00:00Z | 2",
        "e | other | 2024-03-01T00:00:00Z | 2",
        "e | u | 2024-03-02T00:00:00Z | 2",
        "e | u | 2024-03-01T23:59:59.999Z | 1",
      })
  void aKeyIsNameIdUuidAndDay(String name, String id, String time, int rows) {
    send(emulator, event(1, "e", "u", ",'timestamp':'2024-03-01T00:00:00Z'"));
    send(emulator, event(1, name, id, ",'timestamp':'" + time + "'"));
    assertThat(emulator.stored().size(), is(rows));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'distinct_id':23|23",
        "'distinct_id':['a','b']|[\"a\",\"b\"]",
        "'distinct_id':' u '| u ",
        "'distinct_id':'a\\u0000b'|a\uFFFDb",
        "'$distinct_id':'u'|u",
        "'distinct_id':null,'properties':{'distinct_id':'p'}|p",
        "'distinct_id':'t','properties':{'distinct_id':'p'}|t",
      })
  void aDistinctIdIsAnyJsonAtThreePlaces(String sent, String expected) {
    send(emulator, "{'event':'e'," + sent + "}");
    assertThat(emulator.stored().get(0).distinctId(), is(expected));
  }

  // distinct_id: cut at 200 characters, which fuses whoever shares that prefix.
  @Test
  void v0CutsIdsAt200Characters() {
    String id = "😀".repeat(200);
    send(emulator, event(1, "e", id + "a", ""), event(2, "e", id + "b", ""));
    assertThat(emulator.persons().keySet().iterator().next(), is(id));
    assertThat(emulator.persons().size(), is(1));
  }

  // historical_migration: the consumer clears the flag of events younger than 48 hours.
  @ParameterizedTest
  @CsvSource({"48h1m, true", "48h, true", "47h59m, false"})
  void youngHistoryIsBilled(String age, boolean free) {
    Duration before = Duration.parse("PT" + age.toUpperCase(Locale.ROOT));
    stored(",'timestamp':'" + PostHogEmulator.START.minus(before) + "'");
    assertThat(emulator.statistics().eventsFree(), is(free ? 1L : 0L));
    assertThat(emulator.statistics().eventsBilled(), is(free ? 0L : 1L));
  }

  @Test
  void liveRequestsAreBilledHoweverOld() {
    post(emulator, batch(event(1)).replace("true", "false"));
    assertThat(emulator.statistics().eventsBilled(), is(1L));
  }

  @Test
  void theProjectsAgeSettingEatsHistory() {
    emulator.configure(emulator.settings().withDropOlderThanSeconds(86_400));
    assertThat(send(emulator, event(1)).status(), is(200));
    send(emulator, event(2, "e", "u", ",'timestamp':'2025-12-31T00:00:00Z'"));
    assertThat(numbers(emulator.stored()), is("2"));
    assertThat(reasons(emulator), is(List.of("event_dropped_too_old")));
    assertThat(warnings(emulator), is(List.of("event_dropped_too_old")));
  }

  @Test
  void whatIsTooLargeWithItsPersonIsDroppedInSilence() {
    emulator.configure(emulator.settings().withMaxEnrichedBytes(300));
    send(emulator, event(1, "$set", "u", ",'$set':{'p':'" + "x".repeat(100) + "'}"));
    send(emulator, event(2, "e", "u", ",'properties':{'q':'" + "y".repeat(200) + "'}"));
    assertThat(numbers(emulator.stored()), is("1"));
    assertThat(reasons(emulator), is(List.of("message_size_too_large")));
  }

  // $process_person_profile: an event about persons that forbids persons is dropped.
  @ParameterizedTest
  @CsvSource({"$identify", "$create_alias", "$merge_dangerously", "$groupidentify"})
  void anEventAboutPersonsMustNotForbidThem(String name) {
    send(emulator, event(1, name, "u", ",'properties':{'$process_person_profile':false}"));
    assertThat(
        reasons(emulator), is(List.of("invalid_event_when_process_person_profile_is_false")));
    send(emulator, event(2, name, "u", ",'properties':{'$process_person_profile':'false'}"));
    assertThat(numbers(emulator.stored()), is("2"));
  }

  @Test
  void aPersonlessEventTouchesNobodyAndIsStored() {
    String more = ",'properties':{'$process_person_profile':false,'$set':{'a':1}}";
    assertThat(stored(more).properties().has("$set"), is(false));
    assertThat(emulator.persons().isEmpty(), is(true));
  }

  // $ip defaults to the sender's address, so that a worker places everybody where it stands.
  @Test
  void theSendersAddressStandsInForAMissingOne() {
    assertThat(stored("").property("$ip").asText(), is("127.0.0.1"));
    assertThat(stored(",'properties':{'$ip':'1.2.3.4'}").property("$ip").asText(), is("1.2.3.4"));
  }

  @Test
  void fiveGroupTypesAndNoMore() {
    String groups = "{'a':'1','b':'2','c':'3','d':'4','e':'5','f':'6'}";
    StoredEvent row = stored(",'properties':{'$groups':" + groups + "}");
    assertThat(row.property("$group_4").asText(), is("5"));
    assertThat(row.properties().has("$group_5"), is(false));
    identifyGroup(2, "f", "6");
    identifyGroup(3, "a", "1");
    assertThat(emulator.groups(), is(List.of(new Group(0, "a", "1", object("{'n':1}")))));
  }

  @Test
  void aGroupsKeyHasAtMost400Characters() {
    identifyGroup(1, "a", "k".repeat(400));
    identifyGroup(2, "a", "k".repeat(401));
    assertThat(emulator.groups().size(), is(1));
    assertThat(reasons(emulator), is(List.of("group_key_too_long")));
  }

  private void identifyGroup(int number, String type, String key) {
    String more =
        ",'properties':{'$group_type':'%s','$group_key':'%s','$group_set':{'n':1}}"
            .formatted(type, key);
    send(emulator, event(number, "$groupidentify", "u", more));
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }
}

package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.body;
import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.json;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static io.eventbackfill.emulators.posthog.Captures.sendV1;
import static io.eventbackfill.emulators.posthog.Captures.uuid;
import static io.eventbackfill.emulators.posthog.Captures.v1;
import static io.eventbackfill.emulators.posthog.Captures.v1Batch;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Capture v1: headers, requests refused as a whole, and results for each event. */
class V1FrontTest {

  private final PostHogEmulator emulator = emulator();

  private HttpAnswer handle(EmulatorRequest request) {
    return emulator.handle(request);
  }

  private static String error(HttpAnswer answer) {
    return answer.status() + " " + body(answer).path("error").asText();
  }

  private static String result(HttpAnswer answer, int number) {
    JsonNode entry = body(answer).path("results").path(uuid(number).toString());
    return (entry.path("result").asText() + " " + entry.path("details").asText()).strip();
  }

  @Test
  void everyEventGetsAResult() {
    HttpAnswer answer = sendV1(emulator, event(1), event(2));
    assertThat(answer.status(), is(200));
    assertThat(
        body(answer),
        is(
            json(
                "{'results':{'%s':{'result':'ok'},'%s':{'result':'ok'}}}"
                    .formatted(uuid(1), uuid(2)))));
    assertThat(answer.headers().containsKey("Retry-After"), is(false));
    assertThat(numbers(emulator.stored()), is("1 2"));
    StoredEvent row = emulator.stored().get(0);
    assertThat(row.property("$lib").asText(), is("test-sdk"));
    assertThat(row.property("$lib_version").asText(), is("1.2.3"));
    assertThat(row.arrival().free(), is(true));
    assertThat(emulator.statistics().profiles().get(0).attempt(), is(1));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Authorization, Basic x, 401 invalid_api_token",
        "Authorization, Bearer phx_personal, 401 invalid_api_token",
        "Content-Type, text/plain, 415 unsupported_content_type",
        "Content-Encoding, br, 415 unsupported_encoding",
        "PostHog-Sdk-Info, sdk, 400 invalid_header_value",
        "PostHog-Attempt, 0, 400 invalid_header_value",
        "PostHog-Request-Id, 7, 400 invalid_header_value",
        "PostHog-Request-Timestamp, 1709294400, 400 invalid_header_value",
      })
  void headersAreChecked(String name, String value, String expected) {
    assertThat(error(handle(v1(v1Batch(event(1))).withHeader(name, value))), is(expected));
    assertThat(emulator.storedRaw(), is(List.of()));
  }

  @Test
  void headersMustBeThere() {
    EmulatorRequest bare =
        EmulatorRequest.post("/i/v1/analytics/events", Captures.bytes(v1Batch(event(1))));
    assertThat(error(handle(bare)), is("401 invalid_api_token"));
    EmulatorRequest authorized =
        bare.withHeader("Authorization", "Bearer " + PostHogEmulator.DEFAULT_TOKEN);
    assertThat(error(handle(authorized)), is("400 missing_required_headers"));
  }

  @Test
  void wholeRequestsAreRefusedForUuidsAndForm() {
    assertThat(error(sendV1(emulator, event(1), event(1))), is("400 duplicate_event_uuid"));
    String bad = event(1).replace(uuid(1).toString(), "50172");
    assertThat(error(sendV1(emulator, event(2), bad)), is("400 missing_event_uuid"));
    assertThat(error(sendV1(emulator)), is("400 empty_batch"));
    assertThat(error(handle(v1("{'batch':[]}"))), is("400 request_parsing_error"));
    assertThat(error(handle(v1("{'batch':"))), is("400 request_parsing_error"));
    String created = v1Batch(event(1)).replace("2026-01-01T00:00:00Z", "now");
    assertThat(error(handle(v1(created))), is("400 invalid_batch"));
    String untyped = event(1).replace("'distinct_id':'u1'", "'distinct_id':7");
    assertThat(error(sendV1(emulator, untyped)), is("400 request_parsing_error"));
    assertThat(emulator.storedRaw(), is(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'event':''| missing_event_name",
        "'distinct_id':'  '| missing_distinct_id",
        "'timestamp':'2024-03-01 12:00:00'| invalid_event_timestamp",
        "'timestamp':''| invalid_event_timestamp",
        "'properties':[]| malformed_event_properties",
        "'options':[]| invalid_options",
        "'options':{'process_person_profile':'perhaps'}| invalid_options",
      })
  void aBadEventIsDroppedAloneAndByName(String field, String details) {
    HttpAnswer answer = sendV1(emulator, event(1), override(2, field), event(3));
    assertThat(answer.status(), is(200));
    assertThat(result(answer, 2), is("drop " + details));
    assertThat(numbers(emulator.stored()), is("1 3"));
    assertThat(emulator.drops(), is(List.of()));
  }

  /** The last of two equal names wins. */
  private static String override(int number, String field) {
    String sent = event(number);
    return sent.substring(0, sent.length() - 1) + "," + field + "}";
  }

  @Test
  void longNamesAndIdsAreDroppedAndNotCut() {
    String name = "n".repeat(200);
    HttpAnswer answer =
        sendV1(
            emulator,
            event(1, name, "u", ""),
            event(2, name + "n", "u", ""),
            event(3, "e", "ä".repeat(100), ""),
            event(4, "e", "ä".repeat(100) + "x", ""));
    assertThat(result(answer, 1), is("ok"));
    assertThat(result(answer, 2), is("drop event_name_too_long"));
    assertThat(result(answer, 3), is("ok"));
    assertThat(result(answer, 4), is("drop distinct_id_too_large"));
  }

  @Test
  void idsAreTrimmedAsV0DoesNot() {
    sendV1(emulator, event(1, "e", " u ", ""));
    assertThat(emulator.stored().get(0).distinctId(), is("u"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "system", "User", "00000000-0000-0000-0000-000000000000"})
  void anIllegalIdIsStoredWithoutAPerson(String id) {
    assertThat(
        result(sendV1(emulator, event(1, "e", id, "")), 1),
        is("warning person_processing_disabled"));
    assertThat(numbers(emulator.stored()), is("1"));
    assertThat(emulator.persons().isEmpty(), is(true));
  }

  @Test
  void aLargeEventAndARestrictedOneAreDroppedByName() {
    emulator.configure(
        emulator.settings().withMaxMessageBytes(2_000).withRestrictedEvents(Set.of("spam")));
    String large = event(1, "e", "u", ",'properties':{'p':'" + "x".repeat(2_000) + "'}");
    HttpAnswer answer = sendV1(emulator, large, event(2, "spam", "u", ""));
    assertThat(result(answer, 1), is("drop event_too_big"));
    assertThat(result(answer, 2), is("drop event_restriction_drop"));
  }

  @Test
  void aRetryIsAskedForSoManyTimesAndWithAPause() {
    emulator.configure(emulator.settings().withV1RetryEvery(2).withV1RetryTimes(2));
    for (int i = 0; i < 2; i++) {
      HttpAnswer answer = sendV1(emulator, event(1), event(2), event(3));
      assertThat(result(answer, 1), is("ok"));
      assertThat(result(answer, 2), is("retry not_persisted"));
      assertThat(answer.headers().get("Retry-After"), is("1"));
      assertThat(numbers(emulator.stored()), is("1 3"));
    }
    assertThat(result(sendV1(emulator, event(9), event(2)), 2), is("ok"));
  }

  @Test
  void aRetryCanBeAskedForByName() {
    emulator.configure(emulator.settings().withV1RetryEvents(Set.of("slow")));
    assertThat(result(sendV1(emulator, event(1, "slow", "u", "")), 1), is("retry not_persisted"));
    assertThat(result(sendV1(emulator, event(1, "slow", "u", "")), 1), is("ok"));
  }

  // A uuid that the results leave out is unknown, and not ok. (inferred)
  @ParameterizedTest
  @CsvSource({"true, 1 2", "false, 2"})
  void aResultCanBeLeftOutOnce(boolean stored, String expected) {
    emulator.configure(
        emulator.settings().withV1OmitEvents(Set.of("lost")).withV1OmittedStored(stored));
    HttpAnswer answer = sendV1(emulator, event(1, "lost", "u", ""), event(2));
    assertThat(body(answer).path("results").size(), is(1));
    assertThat(numbers(emulator.stored()), is(expected));
    assertThat(result(sendV1(emulator, event(1, "lost", "u", "")), 1), is("ok"));
  }

  @Test
  void limitsAreVisible() {
    emulator.configure(emulator.settings().withQuotaEvents(1));
    sendV1(emulator, event(1));
    HttpAnswer over = sendV1(emulator, event(2));
    assertThat(error(over), is("429 billing_limit_exceeded"));
    // The service's errors carry it for this one, too.
    assertThat(over.headers().get("Retry-After"), is("1"));
    emulator.configure(PostHogSettings.defaults().withEventsPerSecond(1));
    assertThat(error(sendV1(emulator, event(3))), is("429 rate_limited"));
    emulator.clock().advance(Duration.ofSeconds(1));
    assertThat(sendV1(emulator, event(3)).status(), is(200));
    emulator.configure(PostHogSettings.defaults().withV1MaxWireBytes(10));
    assertThat(error(sendV1(emulator, event(4))), is("413 payload_too_large"));
    emulator.configure(PostHogSettings.defaults().withV1Registered(false));
    assertThat(sendV1(emulator, event(5)).status(), is(404));
    emulator.configure(PostHogSettings.defaults().withTokenMode(TokenMode.ENFORCE));
    EmulatorRequest unknown =
        v1(v1Batch(event(6))).withHeader("Authorization", "Bearer phc_nobody");
    assertThat(error(handle(unknown)), is("401 invalid_api_token"));
  }

  @Test
  void theRequestsTimeMovesEventsUnlessTheyForbidIt() {
    String fixed = event(2, "e", "u", ",'options':{'disable_skew_correction':true}");
    handle(
        v1(v1Batch(event(1), fixed))
            .withHeader("PostHog-Request-Timestamp", "2025-12-31T23:59:50Z"));
    Instant sent = Instant.parse(Captures.TIME);
    assertThat(emulator.stored().get(0).timestamp(), is(sent.plusSeconds(10)));
    assertThat(emulator.stored().get(1).timestamp(), is(sent));
    assertThat(emulator.statistics().requestsWithSentAt(), is(0L));
  }

  @Test
  void whatStandsBesideThePropertiesIsPutAmongThem() {
    sendV1(
        emulator,
        event(
            1,
            "e",
            "u",
            ",'session_id':'s','window_id':'w','options':{'process_person_profile':false}"));
    StoredEvent row = emulator.stored().get(0);
    assertThat(row.property("$session_id").asText(), is("s"));
    assertThat(row.property("$window_id").asText(), is("w"));
    assertThat(emulator.persons().isEmpty(), is(true));
  }
}

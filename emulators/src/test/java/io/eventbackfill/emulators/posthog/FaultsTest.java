package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.body;
import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static io.eventbackfill.emulators.posthog.Captures.send;
import static io.eventbackfill.emulators.posthog.Captures.sendV1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.emulators.Connection;
import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as PostHog would word them, without sockets. */
class FaultsTest {

  private final PostHogEmulator emulator = emulator();

  private HttpAnswer answer(String script) {
    emulator.faults(FaultScript.parse(script));
    return send(emulator, event(1), event(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | 500 | internal server error | 0",
        "503 | 503 | transient error, please retry | 0",
        "408 | 408 | timed out reading the request body | 0",
        "413 | 413 | maximum event size exceeded | 0",
        "429 | 429 | rate limited | 0",
        "429-without-lists | 429 | rate limited | 0",
        "429-quota | 429 | billing limit reached | 0",
        "store-then-500 | 500 | internal server error | 2",
        "store-then-503 | 503 | transient error, please retry | 2",
        "413 over 10 bytes | 413 | maximum event size exceeded | 0",
        "400 body {'x':1} | 400 | {'x':1} | 0",
      })
  void answersWithAStatus(String action, int status, String text, int stored) {
    HttpAnswer answer = answer("1: " + action);
    assertThat(answer.status(), is(status));
    assertThat(answer.text(), is(text));
    assertThat(emulator.stored().size(), is(stored));
  }

  @Test
  void v1SaysItInJson() {
    emulator.faults(FaultScript.parse("1: 503; 2: 429-quota; 3: 429"));
    assertThat(body(sendV1(emulator, event(1))).path("error").asText(), is("service_unavailable"));
    assertThat(
        body(sendV1(emulator, event(1))).path("error").asText(), is("billing_limit_exceeded"));
    assertThat(body(sendV1(emulator, event(1))).path("error").asText(), is("rate_limited"));
  }

  @Test
  void retryAfterComesInBothForms() {
    assertThat(answer("1: 429 + retry-after 7s").headers().get("Retry-After"), is("7"));
    assertThat(
        answer("2: 503 + retry-after-date 7s").headers().get("Retry-After"),
        is("Thu, 01 Jan 2026 00:00:07 GMT"));
  }

  @Test
  void bodiesCanBeEmptyHtmlHalfOrCut() {
    assertThat(answer("*: 429-empty").text(), is(""));
    HttpAnswer html = answer("*: 502-html");
    assertThat(html.status(), is(502));
    assertThat(html.text(), containsString("<h1>502 Bad Gateway</h1>"));
    assertThat(numbers(emulator.stored()), is(""));
    assertThat(answer("*: half-json").text(), is("{\"statu"));
    assertThat(numbers(emulator.stored()), is("1 2"));
    HttpAnswer cut = answer("*: truncate");
    assertThat(cut.connection(), is(Connection.TRUNCATED));
    assertThat(cut.received().length, is(cut.body().length / 2));
  }

  @Test
  void connectionsAreDroppedBeforeAndAfterStoring() {
    assertThat(answer("1: drop; 2: store-then-drop").connection(), is(Connection.DROPPED));
    assertThat(numbers(emulator.stored()), is(""));
    assertThat(send(emulator, event(1)).connection(), is(Connection.DROPPED));
    assertThat(numbers(emulator.stored()), is("1"));
    List<Integer> statuses = emulator.requests().stream().map(r -> r.status()).toList();
    assertThat(statuses, is(List.of(0, 200)));
    assertThat(emulator.requests().get(1).storedCount(), is(1));
  }

  @Test
  void delaysAreDataAndNotWaitedFor() {
    assertThat(answer("1: delay 1h").delivery().delay(), is(Duration.ofHours(1)));
    assertThat(answer("2: drip 2h").delivery().drip(), is(Duration.ofHours(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "device d1, d1, 503",
    "device d1, u1, 503",
    "device u1, u1, 200",
    "user u1, u1, 503",
    "user d1, u1, 200",
    "insert 00000000-0000-4000-8000-000000000001, u1, 503",
    "insert i1, u1, 503",
    "insert i2, u1, 200"
  })
  void aKeyIsADeviceADistinctIdOrAUuid(String trigger, String id, int status) {
    emulator.faults(FaultScript.parse(trigger + ": 503"));
    String device = ",'properties':{'$device_id':'d1','$insert_id':'i1'}";
    assertThat(send(emulator, event(1, "e", id, device)).status(), is(status));
  }

  @Test
  void aDeviceIsTheDistinctIdWhereNothingElseIsSaid() {
    emulator.faults(FaultScript.parse("device d1: 429 for 30s"));
    assertThat(send(emulator, event(1, "e", "d1", "")).status(), is(429));
    emulator.clock().advance(Duration.ofSeconds(30));
    assertThat(send(emulator, event(1, "e", "d1", "")).status(), is(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1: first-index-only", "1: wrong-count -1", "1: 200-code-429"})
  void whatOnlyAnotherVendorCanGetWrongIsRefused(String script) {
    FaultScript both = FaultScript.parse("2: 503; " + script);
    String message =
        assertThrows(IllegalArgumentException.class, () -> emulator.faults(both)).getMessage();
    assertThat(message, allOf(containsString(script), containsString("PostHog's answers")));
    assertThat(send(emulator, event(1)).status(), is(200));
  }

  @Test
  void numbersCountIngestionRequestsOnlyAndStartAgainAfterAReset() {
    emulator.faults(FaultScript.parse("2: 500 times 1"));
    for (int run = 0; run < 2; run++) {
      assertThat(send(emulator, event(1)).status(), is(200));
      emulator.handle(EmulatorRequest.get("/__admin/stats"));
      assertThat(send(emulator, event(1)).status(), is(500));
      assertThat(send(emulator, event(1)).status(), is(200));
      emulator.reset();
      assertThat(emulator.storedRaw(), is(List.of()));
    }
  }
}

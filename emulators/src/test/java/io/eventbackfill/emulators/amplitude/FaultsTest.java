package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.insertIds;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.Connection;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults as Amplitude would word them, without sockets. */
class FaultsTest {

  private final AmplitudeEmulator emulator = emulator();

  private HttpAnswer answer(String script) {
    emulator.faults(FaultScript.parse(script));
    return emulator.answer(
        body(event("device-1", "a", ",'user_id':'user-1'"), event("device-2", "b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "500 | 500 | {'code':500,'error':'Internal server error'} | 0",
        "503 | 503 | {'code':503,'error':'Service unavailable'} | 0",
        "403 | 403 | {'code':403,'error':'Forbidden'} | 0",
        "400 | 400 | {'code':400,'error':'Invalid event JSON'} | 0",
        "413 | 413 | {'code':413,'error':'Payload too large'} | 0",
        "429-without-lists | 429 | {'code':429,'error':'Too many requests'} | 0",
        "store-then-502 | 502 | {'code':502,'error':'Bad gateway'} | 2",
        "413 over 10 bytes | 413 | {'code':413,'error':'Payload too large'} | 0",
        "400 body {'x':1} | 400 | {'x':1} | 0"
      })
  void answersWithAStatus(String action, int status, String expected, int stored) {
    HttpAnswer answer = answer("1: " + action.replace('\'', '"'));
    assertThat(answer.status(), is(status));
    assertThat(Uploads.body(answer), is(json(expected)));
    assertThat(emulator.stored().size(), is(stored));
  }

  @Test
  void aThrottleFaultNamesTheIdOfItsTrigger() {
    JsonNode byDevice = Uploads.body(answer("device device-2: 429"));
    assertThat(byDevice.path("throttled_devices"), is(json("{'device-2':4000}")));
    assertThat(byDevice.path("throttled_users"), is(json("{}")));
    assertThat(byDevice.path("throttled_events"), is(json("[1]")));
    JsonNode byUser = Uploads.body(answer("user user-1: 429"));
    assertThat(byUser.path("throttled_users"), is(json("{'user-1':4000}")));
    assertThat(byUser.path("throttled_events"), is(json("[0]")));
    JsonNode byNumber = Uploads.body(answer("*: 429-quota"));
    assertThat(
        byNumber.path("exceeded_daily_quota_devices"),
        is(json("{'device-1':500900,'device-2':500900}")));
    assertThat(byNumber.path("throttled_events"), is(json("[0,1]")));
  }

  @Test
  void aThrottleFaultEndsByTheClock() {
    emulator.faults(FaultScript.parse("device device-1: 429 for 30s"));
    byte[] body = body(event("device-1", "a"));
    assertThat(emulator.answer(body).status(), is(429));
    emulator.clock().advance(Duration.ofSeconds(30));
    assertThat(emulator.answer(body).status(), is(200));
  }

  @Test
  void aPoisonEventIsRefusedWithoutAnIndex() {
    emulator.faults(FaultScript.parse("insert poison: 400"));
    assertThat(
        emulator.answer(body(event("device-1", "a"), event("device-1", "poison"))).status(),
        is(400));
    assertThat(emulator.answer(body(event("device-1", "a"))).status(), is(200));
  }

  @Test
  void a200CanSay429() {
    HttpAnswer answer = answer("1: 200-code-429");
    assertThat(answer.status(), is(200));
    assertThat(Uploads.body(answer).path("code").asInt(), is(429));
    assertThat(insertIds(emulator), is(""));
  }

  @Test
  void bodiesCanBeEmptyHtmlOrHalf() {
    assertThat(answer("*: 429-empty").text(), is(""));
    HttpAnswer html = answer("*: 503-html");
    assertThat(html.text(), containsString("<html>"));
    assertThat(html.headers().get("Content-Type"), is("text/html"));
    HttpAnswer half = answer("*: half-json");
    assertThat(half.status(), is(200));
    assertThat(half.connection(), is(Connection.COMPLETE));
    assertThat(half.text().startsWith("{") && !half.text().endsWith("}"), is(true));
    assertThat(insertIds(emulator), is("a b"));
  }

  @Test
  void theCountCanBeWrong() {
    HttpAnswer answer = answer("1: wrong-count -1");
    assertThat(Uploads.body(answer).path("events_ingested").asInt(), is(1));
    assertThat(insertIds(emulator), is("a b"));
  }

  @Test
  void a400CanListOnlyTheFirst() {
    emulator.faults(FaultScript.parse("1: first-index-only"));
    JsonNode first = Uploads.body(emulator.answer(body(event("d", "a"), event("e", "b"))));
    JsonNode all = Uploads.body(emulator.answer(body(event("d", "a"), event("e", "b"))));
    assertThat(first.path("events_with_invalid_id_lengths"), is(json("{'device_id':[0]}")));
    assertThat(all.path("events_with_invalid_id_lengths"), is(json("{'device_id':[0,1]}")));
  }

  @Test
  void droppedConnectionsStoreOrNot() {
    assertThat(answer("*: drop").connection(), is(Connection.DROPPED));
    assertThat(insertIds(emulator), is(""));
    HttpAnswer answer = answer("*: store-then-drop");
    assertThat(answer.connection(), is(Connection.DROPPED));
    assertThat(answer.received().length, is(0));
    assertThat(insertIds(emulator), is("a b"));
    assertThat(emulator.requests().get(0).status(), is(0));
    assertThat(emulator.requests().get(1).status(), is(200));
  }

  @Test
  void truncatedAnswersAnnounceMoreThanTheySend() {
    HttpAnswer answer = answer("1: truncate");
    assertThat(answer.connection(), is(Connection.TRUNCATED));
    assertThat(answer.received().length, is(answer.body().length / 2));
    assertThat(insertIds(emulator), is("a b"));
  }

  @Test
  void delaysAreDataAndNotWaitedFor() {
    assertThat(answer("1: delay 1h").delivery().delay(), is(Duration.ofHours(1)));
    assertThat(answer("2: drip 2h").delivery().drip(), is(Duration.ofHours(2)));
  }

  @Test
  void numbersCountIngestionRequestsOnlyAndStartAgainAfterAReset() {
    emulator.faults(FaultScript.parse("2: 500 times 1"));
    byte[] body = body(event("device-1", "a"));
    for (int run = 0; run < 2; run++) {
      List<Integer> statuses =
          List.of(
              emulator.answer(body).status(),
              emulator.answer(body).status(),
              emulator.answer(body).status());
      assertThat(statuses, is(List.of(200, 500, 200)));
      emulator.reset();
    }
  }
}

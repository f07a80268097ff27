package io.eventbackfill.emulators.posthog;

import static io.eventbackfill.emulators.posthog.Captures.batch;
import static io.eventbackfill.emulators.posthog.Captures.bytes;
import static io.eventbackfill.emulators.posthog.Captures.emulator;
import static io.eventbackfill.emulators.posthog.Captures.event;
import static io.eventbackfill.emulators.posthog.Captures.numbers;
import static io.eventbackfill.emulators.posthog.Captures.post;
import static io.eventbackfill.emulators.posthog.Captures.reasons;
import static io.eventbackfill.emulators.posthog.Captures.send;
import static io.eventbackfill.emulators.posthog.Captures.uuid;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Capture v0: what is refused, and what a 200 is worth. */
class V0FrontTest {

  private final PostHogEmulator emulator = emulator();

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/batch", "/batch/", "/capture/", "/i/v0/e/"})
  void everyPathTakesABatchWithAndWithoutASlash(String path) {
    HttpAnswer answer = emulator.handle(EmulatorRequest.post(path, bytes(batch(event(1)))));
    assertThat(answer.status(), is(200));
    assertThat(answer.text(), is("{\"status\":\"Ok\"}"));
    assertThat(numbers(emulator.stored()), is("1"));
  }

  @Test
  void otherPathsAndMethodsAreRefused() {
    assertThat(emulator.handle(EmulatorRequest.get("/batch")).status(), is(405));
    assertThat(
        emulator.handle(EmulatorRequest.post("/batches", bytes(batch(event(1))))).status(),
        is(404));
    emulator.configure(emulator.settings().withV0Registered(false));
    assertThat(send(emulator, event(1)).status(), is(404));
  }

  // Parsing trap: nothing names the bad event, and the words are those of another shape.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'e','distinct_id':'u','uuid':'50172'}",
        "{'event':'e','distinct_id':'u','uuid':50172}",
        "{'event':'e','distinct_id':'u','timestamp':1709294400}",
        "{'event':'e','distinct_id':'u','properties':[]}",
        "{'event':'e','distinct_id':'u','properties':null}",
        "{'event':'e','distinct_id':'u','offset':'1'}",
        "{'event':'e','distinct_id':'u','$set':'x'}",
        "{'event':7,'distinct_id':'u'}",
        "{'distinct_id':'u'}",
        "'text'"
      })
  void oneBadlyTypedEventFailsItsBatchWithMisleadingWords(String bad) {
    HttpAnswer answer = send(emulator, event(1), bad, event(2));
    assertThat(answer.status(), is(400));
    assertThat(answer.text(), is(V0Reader.NO_SHAPE_FITS));
    assertThat(answer.headers().get("Content-Type"), is("text/plain"));
    assertThat(emulator.storedRaw(), is(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'event':'','distinct_id':'u'} | event submitted with an empty event name",
        "{'event':'e'} | event submitted without a distinct_id",
        "{'event':'e','distinct_id':null} | event submitted without a distinct_id",
        "{'event':'e','distinct_id':''} | event submitted without a distinct_id",
        "{'event':'e','distinct_id':'  '} | event submitted without a distinct_id",
        "{'event':'e','distinct_id':'u','properties':{'$cookieless_mode':'yes'}} | event submitted"
            + " with an invalid cookieless mode",
      })
  void anEventWithoutNameOrIdFailsItsBatch(String bad, String words) {
    HttpAnswer answer = send(emulator, event(1), bad);
    assertThat(answer.status(), is(400));
    assertThat(answer.text(), is(words));
    assertThat(emulator.storedRaw(), is(List.of()));
  }

  @Test
  void batchesWithoutEventsAreRefused() {
    assertThat(send(emulator).status(), is(400));
    assertThat(send(emulator).text(), is("request holds no event"));
    assertThat(post(emulator, "[]").status(), is(400));
    assertThat(post(emulator, "{'batch':").status(), is(400));
  }

  // The service's JSON parser refuses what Java's takes. (inferred)
  @Test
  void aLoneSurrogateFailsItsBatchAndAPairDoesNot() {
    String pair = event(1, "e", "u", ",'properties':{'p':'\\ud83d\\ude00 \\\\ud83d'}");
    assertThat(send(emulator, pair).status(), is(200));
    String lone = event(2, "e", "u", ",'properties':{'p':'\\ud83d!'}");
    assertThat(send(emulator, lone).status(), is(400));
    String low = event(3, "e", "u", ",'properties':{'p':'\\ude00'}");
    assertThat(send(emulator, low).status(), is(400));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "phx_personal | API key is not valid: personal_api_key",
        "`` | API key is not valid: empty",
        "` ` | API key is not valid: empty",
        "phc_0123456789012345678901234567890123456789012345678901234567890123456789 |"
            + " API key is not valid: too_long",
        "phc_ä | API key is not valid: not_ascii",
      })
  void aTokenIsJudgedByItsForm(String token, String words) {
    String body = "{'api_key':'%s','batch':[%s]}".formatted(token, event(1));
    assertThat(post(emulator, body).status(), is(401));
    assertThat(post(emulator, body).text(), is(words));
  }

  // Token check: historically 200, and dropped downstream; newer servers can enforce.
  @Test
  void anUnknownTokenIsDroppedInSilenceUnlessEnforced() {
    String body = "{'api_key':'phc_nobody','batch':[%s]}".formatted(event(1));
    assertThat(post(emulator, body).status(), is(200));
    assertThat(reasons(emulator), is(List.of("unknown_team")));
    emulator.configure(emulator.settings().withTokenMode(TokenMode.ENFORCE));
    assertThat(post(emulator, body).status(), is(401));
    assertThat(send(emulator, event(1)).status(), is(200));
  }

  @Test
  void aMissingTokenFallsThroughAndDifferingOnesAreRefused() {
    assertThat(post(emulator, "{'batch':[" + event(1) + "]}").text(), is(V0Reader.NO_SHAPE_FITS));
    assertThat(post(emulator, "[" + event(1) + "]").status(), is(401));
    String two =
        "[" + event(1, "e", "u", ",'api_key':'phc_a'") + "," + event(2, "e", "u", ",'token':'b'");
    assertThat(post(emulator, two + "]").status(), is(401));
    assertThat(send(emulator, event(1, "e", "u", ",'token':'phc_other'")).status(), is(401));
    String single = event(3, "e", "u", ",'api_key':'" + PostHogEmulator.DEFAULT_TOKEN + "'");
    assertThat(post(emulator, single).status(), is(200));
    assertThat(numbers(emulator.stored()), is("3"));
  }

  @Test
  void gzipIsKnownByItsFirstBytesAndCorruptGzipIsRefused() throws IOException {
    byte[] packed = gzip(bytes(batch(event(1))));
    assertThat(emulator.handle(EmulatorRequest.post("/batch", packed)).status(), is(200));
    assertThat(emulator.requests().get(0).bodyText().orElseThrow(), startsWith("{\"api_key\""));
    packed[packed.length / 2] ^= 0x55;
    assertThat(emulator.handle(EmulatorRequest.post("/batch", packed)).status(), is(400));
    EmulatorRequest lying =
        EmulatorRequest.post("/batch", bytes(batch(event(1))))
            .withHeader("Content-Encoding", "gzip");
    assertThat(emulator.handle(lying).status(), is(400));
  }

  @Test
  void bodiesAreLimitedAsSentAndUnpacked() throws IOException {
    byte[] plain = bytes(batch(event(1)));
    emulator.configure(emulator.settings().withMaxWireBytes(plain.length - 1));
    assertThat(emulator.handle(EmulatorRequest.post("/batch", plain)).status(), is(413));
    emulator.configure(PostHogSettings.defaults().withMaxUnpackedBytes(plain.length - 1));
    assertThat(emulator.handle(EmulatorRequest.post("/batch", gzip(plain))).status(), is(413));
    emulator.configure(PostHogSettings.defaults().withMaxUnpackedBytes(plain.length));
    assertThat(emulator.handle(EmulatorRequest.post("/batch", gzip(plain))).status(), is(200));
  }

  // Sizes: the event is JSON in JSON, so 700 KB of quotes are 1.4 MB and more.
  @Test
  void quotesCostDoubleInAnEventsSize() {
    String letters = event(1, "e", "u", ",'properties':{'p':'" + "x".repeat(900_000) + "'}");
    assertThat(send(emulator, letters).status(), is(200));
    String quotes = event(2, "e", "u", ",'properties':{'p':'" + "\\\"".repeat(300_000) + "'}");
    assertThat(send(emulator, quotes).status(), is(413));
    assertThat(numbers(emulator.stored()), is("1"));
  }

  // Sizes: when one event is too big the others may be stored although the answer is an error.
  @Test
  void theOthersOfATooLargeEventAreStoredIfToldSo() {
    emulator.configure(emulator.settings().withMaxMessageBytes(1_000));
    String large = event(2, "e", "u", ",'properties':{'p':'" + "x".repeat(1_000) + "'}");
    assertThat(send(emulator, event(1), large, event(3)).status(), is(413));
    assertThat(numbers(emulator.stored()), is(""));
    emulator.configure(emulator.settings().withOversizeKeepsOthers(true).withOversizeStatus(400));
    HttpAnswer answer = send(emulator, event(1), large, event(3));
    assertThat(answer.status(), is(400));
    assertThat(answer.text(), containsString("maximum event size"));
    assertThat(numbers(emulator.stored()), is("1 3"));
  }

  // Billing quota: 200 and nothing stored, for clients would otherwise retry for ever.
  @Test
  void overTheQuotaA200StoresNothing() {
    emulator.configure(emulator.settings().withQuotaEvents(2));
    send(emulator, event(1), event(2));
    HttpAnswer silent = send(emulator, event(3));
    assertThat(silent.status(), is(200));
    assertThat(silent.text(), is("{\"status\":\"Ok\"}"));
    emulator.configure(emulator.settings().withQuotaMode(QuotaMode.SAID));
    assertThat(
        send(emulator, event(4)).text(), is("{\"status\":\"Ok\",\"quota_limited\":[\"events\"]}"));
    assertThat(numbers(emulator.stored()), is("1 2"));
    assertThat(reasons(emulator), is(List.of("over_quota", "over_quota")));
  }

  @Test
  void restrictedEventsAreDroppedInSilence() {
    emulator.configure(emulator.settings().withRestrictedEvents(Set.of("spam")));
    assertThat(send(emulator, event(1), event(2, "spam", "u", "")).status(), is(200));
    assertThat(numbers(emulator.stored()), is("1"));
    assertThat(reasons(emulator), is(List.of("event_restriction_drop")));
  }

  @Test
  void theSuccessBodyHasBothForms() {
    emulator.configure(emulator.settings().withSuccessBody(SuccessBody.NUMBER));
    assertThat(send(emulator, event(1)).text(), is("{\"status\":1}"));
    EmulatorRequest beacon = EmulatorRequest.post("/batch?beacon=1", bytes(batch(event(2))));
    assertThat(emulator.handle(beacon).status(), is(204));
  }

  @Test
  void performanceEventsAreFilteredOutAndStillGet200() {
    assertThat(send(emulator, event(1, "$performance_event", "u", "")).status(), is(200));
    assertThat(emulator.storedRaw(), is(List.of()));
  }

  @Test
  void aRateIsRefusedWithAndWithoutRetryAfter() {
    emulator.configure(emulator.settings().withEventsPerSecond(2));
    assertThat(send(emulator, event(1), event(2), event(3)).status(), is(200));
    HttpAnswer plain = send(emulator, event(4));
    assertThat(plain.status(), is(429));
    assertThat(plain.text(), is("rate limited"));
    assertThat(plain.headers().containsKey("Retry-After"), is(false));
    emulator.configure(emulator.settings().withRetryAfterSeconds(7));
    assertThat(send(emulator, event(4)).headers().get("Retry-After"), is("7"));
    emulator.clock().advance(Duration.ofSeconds(1));
    assertThat(send(emulator, event(4)).status(), is(200));
  }

  @Test
  void anEmptyUuidIsNoneAndEachSendingGetsAnother() {
    String bare = "{'uuid':'','event':'e','distinct_id':'u','timestamp':'2024-01-01T00:00:00Z'}";
    send(emulator, bare);
    send(emulator, bare);
    assertThat(emulator.stored().size(), is(2));
    assertThat(emulator.stored().get(0).uuid().version(), is(7));
  }

  @Test
  void uuidsWithoutHyphensAreTheSame() {
    String text = uuid(1).toString().replace("-", "");
    send(emulator, "{'uuid':'" + text + "','event':'e','distinct_id':'u'}");
    assertThat(emulator.stored().get(0).uuid(), is(uuid(1)));
  }

  @Test
  void projectsAreToldApartByTheirTokens() {
    emulator.configure(emulator.settings().withValidTokens(Map.of("phc_b", 2)));
    post(emulator, "{'api_key':'phc_b','batch':[%s]}".formatted(event(1)));
    assertThat(emulator.stored().get(0).project(), is(2));
  }
}

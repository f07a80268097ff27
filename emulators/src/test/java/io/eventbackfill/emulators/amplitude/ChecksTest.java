package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.KEY;
import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.bytes;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.insertIds;
import static io.eventbackfill.emulators.amplitude.Uploads.json;
import static io.eventbackfill.emulators.amplitude.Uploads.many;
import static io.eventbackfill.emulators.amplitude.Uploads.request;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of the Batch Event Upload API that look at a request alone. */
class ChecksTest {

  private static final String GOOD = event("device-1", "a");

  /** Each row breaks one check and all later ones that it can, so the order is tested too. */
  static Stream<Arguments> refusedRequests() {
    return Stream.of(
        Arguments.of("", 400, "{'code':400,'error':'Missing request body'}"),
        Arguments.of("{", 400, "{'code':400,'error':'Invalid JSON request body'}"),
        Arguments.of("[]", 400, "{'code':400,'error':'Invalid JSON request body'}"),
        Arguments.of("{} {}", 400, "{'code':400,'error':'Invalid JSON request body'}"),
        Arguments.of(
            "{'events':[1]}",
            400,
            "{'code':400,'error':'Request missing required field','missing_field':'api_key'}"),
        Arguments.of(
            "{'api_key':'unknown','Events':[1]}",
            400,
            "{'code':400,'error':'Request missing required field','missing_field':'events'}"),
        Arguments.of(
            "{'api_key':'unknown','events':{}}",
            400,
            "{'code':400,'error':'Invalid JSON request body'}"),
        Arguments.of(
            "{'api_key':'unknown','events':[1]}",
            400,
            "{'code':400,'error':'Invalid API key: unknown'}"));
  }

  static Stream<Arguments> refusedEvents() {
    String key = "{'api_key':'" + KEY + "','events':";
    String deep = "{'a':".repeat(41) + "1" + "}".repeat(41);
    return Stream.of(
        Arguments.of(
            key + "[1" + ",1".repeat(2000) + "]}", 413, "{'code':413,'error':'Payload too large'}"),
        Arguments.of(key + "[{},'text']}", 400, "{'code':400,'error':'Invalid event JSON'}"),
        Arguments.of(
            key + "[" + GOOD + ",{'user_id':'user-1','time':'x'},{'event_type':'','time':1}]}",
            400,
            "{'code':400,'error':'Request missing required field','events_with_missing_fields':"
                + "{'event_type':[1,2],'user_id':[2],'device_id':[2]}}"),
        Arguments.of(
            request(
                event("d", "a"),
                event("device-1", "b", ",'session_id':1.5,'event_id':'7','price':'1'"),
                event("device-1", "c", ",'event_properties':[1],'user_properties':" + deep),
                event("device-1", "d", ",'time':'2020-01-01T00:00:00Z','location_lat':'1'"),
                event("device-1", "e", ",'groups':'g','group_properties':1,'revenue':true")),
            400,
            "{'code':400,'error':'Invalid field values on some events',"
                + "'events_with_invalid_fields':{'session_id':[1],'event_id':[1],'price':[1],"
                + "'event_properties':[2],'user_properties':[2],'time':[3],'location_lat':[3],"
                + "'revenue':[4],'groups':[4],'group_properties':[4]}}"),
        Arguments.of(
            request(GOOD, event("dev", "b", ",'user_id':1234"), event("null", "c")),
            400,
            "{'code':400,'error':'Invalid id length for user_id or device_id',"
                + "'events_with_invalid_id_lengths':{'user_id':[1],'device_id':[1,2]}}"),
        Arguments.of(
            request(GOOD, event("Anonymous", "b")),
            400,
            "{'code':400,'error':'Invalid field values on some events'}"));
  }

  @ParameterizedTest
  @MethodSource({"refusedRequests", "refusedEvents"})
  void refusesInOrder(String request, int status, String expected) {
    AmplitudeEmulator emulator = emulator();
    HttpAnswer answer = emulator.answer(bytes(request));
    assertThat(answer.text(), answer.status(), is(status));
    assertThat(Uploads.body(answer), is(json(expected)));
    assertThat(emulator.stored().size(), is(0));
    assertThat(emulator.requests().get(0).error(), is(json(expected).path("error").asText()));
  }

  @Test
  void saysOkInTheDocumentedShape() {
    byte[] body = body(GOOD, event("device-1", "b"));
    assertThat(
        Uploads.body(emulator().answer(body)),
        is(
            json(
                "{'code':200,'events_ingested':2,'payload_size_bytes':%d,'server_upload_time':%d}"
                    .formatted(body.length, AmplitudeEmulator.START.toEpochMilli() + 5))));
  }

  @Test
  void takesAnEmptyArray() {
    HttpAnswer answer = emulator().answer(body());
    assertThat(Uploads.body(answer).path("events_ingested").asInt(), is(0));
    assertThat(answer.status(), is(200));
  }

  @Test
  void takesTwoThousandEventsAndNotOneMore() {
    assertThat(emulator().answer(many("device-1", "i", 2000)).status(), is(200));
    assertThat(emulator().answer(many("device-1", "i", 2001)).status(), is(413));
  }

  @Test
  void takesTwentyMillionBytesAndNotOneMore() {
    byte[] padded = new byte[20_000_001];
    Arrays.fill(padded, (byte) ' ');
    byte[] body = body(GOOD);
    System.arraycopy(body, 0, padded, 0, body.length);
    assertThat(emulator().answer(padded).status(), is(413));
    assertThat(emulator().answer(Arrays.copyOf(padded, 20_000_000)).status(), is(200));
  }

  @Test
  void httpApiTakesOneMegabyte() {
    byte[] body = body(event("device-1", "a", ",'x':'" + "x".repeat(1_000_000) + "'"));
    assertThat(emulator().handle(EmulatorRequest.post("/2/httpapi", body)).status(), is(413));
    assertThat(emulator().answer(body).status(), is(200));
    assertThat(emulator().handle(EmulatorRequest.post("/2/httpapi", body(GOOD))).status(), is(200));
  }

  @Test
  void propertiesMayBeFortyDeep() {
    String deep = "{'a':".repeat(40) + "1" + "}".repeat(40);
    HttpAnswer answer =
        emulator().answer(body(event("device-1", "a", ",'event_properties':" + deep)));
    assertThat(answer.status(), is(200));
  }

  @Test
  void nullsAreAsIfAbsent() {
    String nulls = ",'user_id':null,'session_id':null,'event_properties':null,'price':null";
    assertThat(emulator().answer(body(event("device-1", "a", nulls))).status(), is(200));
  }

  @Test
  void aLongNumberServesAsId() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(body("{'event_type':'x','user_id':123456789012}"));
    assertThat(emulator.stored().get(0).userId().orElseThrow(), is("123456789012"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "nil",
        "none",
        "null",
        "n/a",
        "na",
        "undefined",
        "unknown",
        "00000000-0000-0000-0000-000000000000",
        "{}",
        "lmy47d",
        "0",
        "-1",
        "UNKNOWN"
      })
  void refusesListedIdsWhateverTheMinimumLength(String id) {
    AmplitudeSettings settings =
        AmplitudeSettings.defaults()
            .withMinIdLength(1)
            .withInvalidIdMode(InvalidIdMode.INVALID_FIELDS);
    HttpAnswer answer =
        emulator(settings).answer(body(GOOD, event("device-1", "b", ",'user_id':'" + id + "'")));
    assertThat(
        Uploads.body(answer),
        is(
            json(
                "{'code':400,'error':'Invalid field values on some events',"
                    + "'events_with_invalid_fields':{'user_id':[1]}}")));
  }

  @Test
  void theRequestMayLowerTheMinimumLength() {
    String request =
        "{'options':{'min_id_length':3},'api_key':'"
            + KEY
            + "','events':["
            + event("abc", "a")
            + "]}";
    assertThat(emulator().answer(bytes(request)).status(), is(200));
    assertThat(emulator().answer(body(event("abc", "a"))).status(), is(400));
  }

  @Test
  void firstIndexModeListsTheFirstOffender() {
    AmplitudeSettings settings = AmplitudeSettings.defaults().withIndexMode(IndexMode.FIRST);
    HttpAnswer answer = emulator(settings).answer(body(GOOD, event("d", "b"), event("e", "c")));
    assertThat(
        Uploads.body(answer).path("events_with_invalid_id_lengths"), is(json("{'device_id':[1]}")));
  }

  @Test
  void noneIndexModeListsNothing() {
    AmplitudeSettings settings = AmplitudeSettings.defaults().withIndexMode(IndexMode.NONE);
    assertThat(
        Uploads.body(emulator(settings).answer(body(event("d", "b")))),
        is(json("{'code':400,'error':'Invalid id length for user_id or device_id'}")));
  }

  @Test
  void dropIdModeDropsAShortIdBesideAGoodOne() {
    AmplitudeEmulator emulator =
        emulator(AmplitudeSettings.defaults().withShortIdMode(ShortIdMode.DROP_ID));
    assertThat(emulator.answer(body(event("device-1", "a", ",'user_id':'u'"))).status(), is(200));
    assertThat(emulator.stored().get(0).userId().isPresent(), is(false));
    assertThat(emulator.answer(body(event("d", "b"))).status(), is(400));
  }

  @Test
  void anEmptyIdIsTooShortUnlessToldOtherwise() {
    byte[] body = body(event("", "a", ",'user_id':'user-1'"));
    AmplitudeSettings lenient = AmplitudeSettings.defaults().withEmptyIdMode(EmptyIdMode.ABSENT);
    assertThat(
        Uploads.body(emulator().answer(body)).path("events_with_invalid_id_lengths"),
        is(json("{'device_id':[0]}")));
    assertThat(emulator(lenient).answer(body).status(), is(200));
  }

  @Test
  void gzipIsUnpackedOrRefused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body(GOOD));
    }
    EmulatorRequest request =
        EmulatorRequest.post("/batch", packed.toByteArray()).withHeader("Content-Encoding", "gzip");
    AmplitudeEmulator strict = emulator(AmplitudeSettings.defaults().withGzip(GzipMode.REJECT_415));
    AmplitudeEmulator lenient = emulator();
    assertThat(lenient.handle(request).status(), is(200));
    assertThat(insertIds(lenient), is("a"));
    assertThat(strict.handle(request).status(), is(415));
  }

  @Test
  void unknownPathsAndMethodsAreRefused() {
    HttpAnswer answer = emulator().handle(EmulatorRequest.post("/bach", body(GOOD)));
    assertThat(answer.status(), is(400));
    assertThat(Uploads.body(answer), is(json("{'code':400,'error':'Invalid request path'}")));
    AmplitudeEmulator other = emulator(AmplitudeSettings.defaults().withUnknownPathStatus(404));
    assertThat(other.handle(EmulatorRequest.post("/bach", body(GOOD))).status(), is(404));
    assertThat(other.handle(EmulatorRequest.get("/batch")).status(), is(405));
  }

  @Test
  void anyKeyCanBeAccepted() {
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withAcceptAnyKey(true));
    emulator.answer(bytes("{'api_key':'other','events':[" + GOOD + "]}"));
    assertThat(emulator.stored().get(0).project(), is(187520));
  }

  @Test
  void partialAcceptStoresWhatIsNotBlamed() {
    byte[] body = body(GOOD, event("d", "b"), event("device-2", "c"));
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withPartialAccept(true));
    assertThat(emulator.answer(body).status(), is(400));
    assertThat(insertIds(emulator), is("a c"));
  }

  @Test
  void blockedTypesVanishAfterA200() {
    AmplitudeEmulator emulator =
        emulator(AmplitudeSettings.defaults().withBlockedEventTypes(Set.of("click")));
    assertThat(emulator.answer(body(GOOD)).status(), is(200));
    assertThat(emulator.stored().size(), is(0));
    assertThat(emulator.statistics().eventsBlocked(), is(1L));
  }

  @Test
  void identifyEndpointsAnswerTheirSmallestForm() {
    AmplitudeEmulator emulator = emulator();
    String good = "api_key=" + KEY + "&identification=%5B%7B%22user_id%22%3A%22user-1%22%7D%5D";
    assertThat(emulator.handle(EmulatorRequest.post("/identify", bytes(good))).status(), is(200));
    assertThat(
        emulator.handle(EmulatorRequest.post("/groupidentify", bytes("api_key=" + KEY))).text(),
        is("missing_event"));
    assertThat(
        emulator.handle(EmulatorRequest.post("/identify", bytes("api_key=x"))).status(), is(400));
  }
}

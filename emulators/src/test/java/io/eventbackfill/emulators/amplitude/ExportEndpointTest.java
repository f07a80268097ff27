package io.eventbackfill.emulators.amplitude;

import static io.eventbackfill.emulators.amplitude.Uploads.KEY;
import static io.eventbackfill.emulators.amplitude.Uploads.body;
import static io.eventbackfill.emulators.amplitude.Uploads.emulator;
import static io.eventbackfill.emulators.amplitude.Uploads.event;
import static io.eventbackfill.emulators.amplitude.Uploads.many;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.ExactJson;
import io.eventbackfill.emulators.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportEndpointTest {

  private static HttpAnswer export(AmplitudeEmulator emulator, String query, String credentials) {
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return emulator.handle(
        EmulatorRequest.get("/api/2/export?" + query)
            .withHeader("Authorization", "Basic " + encoded));
  }

  private static Map<String, List<String>> members(HttpAnswer answer) throws IOException {
    Map<String, List<String>> members = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] lines =
            new GZIPInputStream(new ByteArrayInputStream(zip.readAllBytes())).readAllBytes();
        String text = new String(lines, StandardCharsets.UTF_8);
        members.put(entry.getName(), text.lines().toList());
      }
    }
    return members;
  }

  @Test
  void packsRowsByHourOfUpload() throws IOException {
    AmplitudeEmulator emulator =
        emulator(AmplitudeSettings.defaults().withExportPartitionEvents(2));
    emulator.clock().set(Instant.parse("2026-01-01T04:59:59.990Z"));
    emulator.answer(many("device-1", "a", 3));
    // Uploaded five milliseconds after receipt, so in the next hour.
    emulator.clock().set(Instant.parse("2026-01-01T04:59:59.995Z"));
    emulator.answer(body(event("device-1", "b")));
    Map<String, List<String>> members =
        members(export(emulator, "start=20260101T04&end=20260101T05", KEY + ":secret"));
    assertThat(
        List.copyOf(members.keySet()),
        is(
            List.of(
                "187520/187520_2026-01-01_4#0.json.gz",
                "187520/187520_2026-01-01_4#1.json.gz",
                "187520/187520_2026-01-01_5#0.json.gz")));
    assertThat(members.get("187520/187520_2026-01-01_4#0.json.gz").size(), is(2));
    String last = members.get("187520/187520_2026-01-01_5#0.json.gz").get(0);
    assertThat(
        ExactJson.parse(last.getBytes(StandardCharsets.UTF_8)),
        is(emulator.stored().get(3).export()));
  }

  @Test
  void bothHoursAreIncludedAndOtherProjectsAreNot() {
    AmplitudeEmulator emulator =
        emulator(AmplitudeSettings.defaults().withValidApiKeys(Map.of("one", 1, "two", 2)));
    emulator.answer(Uploads.bytes("{'api_key':'one','events':[" + event("device-1", "a") + "]}"));
    String hour = "start=20260101T00&end=20260101T00";
    assertThat(export(emulator, hour, "one:x").status(), is(200));
    assertThat(export(emulator, hour, "two:x").status(), is(404));
    assertThat(export(emulator, "start=20260101T01&end=20260101T02", "one:x").status(), is(404));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "start=20260101T00",
        "start=20260101&end=20260102",
        "start=20260101T24&end=20260102T00",
        "start=20260230T00&end=20260301T00",
        "start=20260102T01&end=20260102T00",
        "start=20250101T00&end=20260101T00"
      })
  void badRangesGet400(String query) {
    assertThat(export(emulator(), query, KEY + ":x").status(), is(400));
  }

  @Test
  void wrongCredentialsAreRefused() {
    String query = "start=20260101T00&end=20260101T00";
    AmplitudeEmulator emulator = emulator(AmplitudeSettings.defaults().withSecretKey("secret"));
    assertThat(emulator.handle(EmulatorRequest.get("/api/2/export?" + query)).status(), is(401));
    assertThat(export(emulator, query, "nonsense").status(), is(401));
    assertThat(export(emulator, query, "unknown:secret").status(), is(403));
    assertThat(export(emulator, query, KEY + ":wrong").status(), is(403));
    assertThat(export(emulator, query, KEY + ":secret").status(), is(404));
  }

  @Test
  void whatWasReceivedIsThereAfterTheLag() {
    AmplitudeEmulator emulator = emulator();
    emulator.exports().lag(Duration.ofHours(2));
    emulator.answer(body(event("device-1", "a")));
    String hour = "start=20260101T00&end=20260101T00";
    assertThat(export(emulator, hour, KEY + ":x").status(), is(404));
    emulator.clock().advance(Duration.ofMinutes(121));
    assertThat(export(emulator, hour, KEY + ":x").status(), is(200));
  }

  @Test
  void tooMuchAtOnceIsRefusedAndHalvesAreNot() {
    AmplitudeEmulator emulator = emulator();
    emulator.answer(many("device-1", "a", 3));
    emulator.clock().advance(Duration.ofHours(1));
    emulator.answer(many("device-1", "b", 3));
    emulator.exports().atMost(3, 504);
    assertThat(export(emulator, "start=20260101T00&end=20260101T01", KEY + ":x").status(), is(504));
    assertThat(export(emulator, "start=20260101T01&end=20260101T01", KEY + ":x").status(), is(200));
    assertThat(emulator.exports().requests(), is(2));
  }

  @Test
  void answersCanBeToldFromOutside() {
    AmplitudeEmulator emulator = emulator();
    String told = "{'answers':[503,429],'lag':'PT1H','most_events':7,'status':400}";
    emulator.handle(EmulatorRequest.post("/__admin/export", Uploads.bytes(told)));
    String hour = "start=20260101T00&end=20260101T00";
    assertThat(export(emulator, hour, KEY + ":x").status(), is(503));
    assertThat(export(emulator, hour, KEY + ":x").status(), is(429));
    assertThat(export(emulator, hour, KEY + ":x").status(), is(404));
    assertThat(emulator.exports().lag(), is(Duration.ofHours(1)));
    assertThat(emulator.exports().mostEvents(), is(7));
    assertThat(emulator.exports().tooMuchStatus(), is(400));
  }
}

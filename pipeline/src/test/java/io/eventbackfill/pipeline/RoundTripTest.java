package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.Command.testData;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One emulator's export, sent to a second one, is the same events in every field that is mapped.
 */
class RoundTripTest {

  /** What the receiving project sets itself, or the mapping leaves out on purpose. */
  private static final Set<String> NOT_CARRIED =
      Set.of(
          "uuid",
          "amplitude_id",
          "server_received_time",
          "server_upload_time",
          "processed_time",
          "client_upload_time",
          "user_creation_time",
          "data",
          "library");

  /** Every field an upload may hold, with values that a careless copy would change. */
  private static final String FULL_EVENT =
      """
      {"insert_id":"full-1","event_type":"Ünïcode \\u2028 Order","time":1709294400123,
       "user_id":"user-full","device_id":"device-full","event_id":42,"session_id":1709294400000,
       "event_properties":{"big":9007199254740993,"exact":1.50,"huge":1e400,"$revenue":19.90,
         "nested":{"list":[1,null,{"deep":true}]},"key with . [dots]":"\\ud83d\\ude00"},
       "user_properties":{"plan":"pro","score":12345678901234567890},
       "groups":{"company":["Acme","Öl AG"]},"app_version":"1.2.3","platform":"iOS",
       "os_name":"ios","os_version":"17.0","device_brand":"Apple","device_manufacturer":"Apple",
       "device_model":"iPhone","carrier":"Orange","country":"Germany","region":"Bavaria",
       "city":"München","dma":"d","language":"German","location_lat":48.137154,
       "location_lng":11.576124,"ip":"203.0.113.7","idfa":"AEBE52E7-03EE-455A-B3C4-E57283966239",
       "adid":"38400000-8cf0-11bd-b23e-10b96e40000d",
       "plan":{"branch":"main","source":"web","version":"1"},
       "$skip_user_properties_sync":true}
      """;

  @TempDir Path folder;

  @Test
  void anExportSentOnIsTheSameEvents() throws Exception {
    try (AmplitudeEmulator first = AmplitudeEmulator.start();
        AmplitudeEmulator second = AmplitudeEmulator.start()) {
      Command.send(first, folder.resolve("first"), testData("exports/**"));
      upload(first, FULL_EVENT);
      Path export = download(first);

      Command run = Command.send(second, folder.resolve("second"), export.toString());

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(first.stored().size(), greaterThan(1800));
      assertThat(byIdentity(second), equalTo(byIdentity(first)));
      assertThat(second.statistics().orderInversions(), is(0L));
    }
  }

  private static Map<String, String> byIdentity(AmplitudeEmulator emulator) {
    Map<String, String> rows = new TreeMap<>();
    for (StoredEvent event : emulator.stored()) {
      ObjectNode row = event.export().remove(NOT_CARRIED);
      String before =
          rows.put(event.deviceId() + " " + event.insertId().orElseThrow(), row.toString());
      assertThat("stored twice", before == null, is(true));
    }
    return rows;
  }

  private static void upload(AmplitudeEmulator to, String event) throws Exception {
    String body = "{\"api_key\":\"" + Command.KEY + "\",\"events\":[" + event + "]}";
    HttpRequest request =
        HttpRequest.newBuilder(to.endpoint().resolve("/batch"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    assertThat(
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode(), is(200));
  }

  private Path download(AmplitudeEmulator from) throws IOException, InterruptedException {
    URI uri = from.endpoint().resolve("/api/2/export?start=20260101T00&end=20260101T23");
    String user =
        Base64.getEncoder()
            .encodeToString((Command.KEY + ":any-secret").getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Basic " + user).build();
    Path file = folder.resolve("an export#1.zip");
    assertThat(
        HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(file)).statusCode(), is(200));
    return file;
  }
}

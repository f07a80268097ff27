package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A stored event in the shape of the Export API, with the keys of a row of July 2025 and timestamps
 * as real rows have them: UTC, a space, microseconds, no zone.
 */
final class ExportRow {

  private static final List<String> KEYS =
      List.of(
          ("$insert_id $insert_key $schema adid amplitude_attribution_ids amplitude_event_type"
                  + " amplitude_id app city client_event_time client_upload_time country data"
                  + " data_type device_brand device_carrier device_family device_id"
                  + " device_manufacturer device_model device_type dma event_id event_properties"
                  + " event_time event_type global_user_properties group_properties groups idfa"
                  + " ip_address is_attribution_event language library location_lat location_lng"
                  + " os_name os_version partner_id paying plan platform processed_time region"
                  + " sample_rate server_received_time server_upload_time session_id source_id"
                  + " start_version user_creation_time user_id user_properties uuid version_name")
              .split(" ", -1));

  /** Keys that are the same in an upload and in an export. */
  private static final List<String> SAME =
      List.of(
          ("adid city country device_brand device_manufacturer device_model dma event_type idfa"
                  + " language location_lat location_lng os_name os_version partner_id platform"
                  + " region")
              .split(" ", -1));

  /** Export key to upload key. Device family and type follow the model, as rows of 2020 suggest. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "device_carrier", "carrier",
          "device_family", "device_model",
          "device_type", "device_model");

  /** Batch Event Upload API: other keys of a plan are ignored. */
  private static final List<String> PLAN = List.of("branch", "source", "version", "versionId");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Time between upload and processing (our choice; real values have microseconds). */
  private static final Duration PROCESSING = Duration.ofNanos(1_234_567_000);

  private final StoredEvent event;
  private final StoredBatch batch;
  private final ObjectNode sent;
  private final ObjectNode row = ExactJson.object();

  ExportRow(StoredEvent event, StoredBatch batch, ObjectNode sent) {
    this.event = event;
    this.batch = batch;
    this.sent = sent;
  }

  ObjectNode build() {
    KEYS.forEach(row::putNull);
    SAME.forEach(key -> row.set(key, sent(key)));
    RENAMED.forEach((key, uploadKey) -> row.set(key, sent(uploadKey)));
    row.set(
        "version_name",
        sent.hasNonNull("app_version") ? sent("app_version") : sent("version_name"));
    row.set("ip_address", address());
    addIdentity();
    addTimes();
    addContent();
    addData();
    return row;
  }

  private void addIdentity() {
    row.put("$insert_id", event.insertId().orElse(null));
    row.put("uuid", event.uuid().toString());
    row.put("amplitude_id", event.amplitudeId());
    row.put("app", event.project());
    row.put("device_id", event.deviceId());
    row.put("user_id", event.userId().orElse(null));
    row.set("event_id", sent("event_id"));
    if (!sent.hasNonNull("event_id")) {
      row.put("event_id", event.origin().eventId());
    }
    row.put("session_id", -1);
    if (sent.hasNonNull("session_id")) {
      row.set("session_id", sent("session_id"));
    }
  }

  private void addTimes() {
    OptionalLong time = event.time();
    Instant client = time.isPresent() ? Instant.ofEpochMilli(time.getAsLong()) : batch.received();
    Instant corrected = time.isPresent() ? client.plus(batch.correction()) : client;
    row.put("client_event_time", TIME.format(client));
    row.put("event_time", TIME.format(corrected));
    row.put("client_upload_time", TIME.format(batch.clientUploadTime()));
    row.put("server_received_time", TIME.format(batch.received()));
    row.put("server_upload_time", TIME.format(event.uploadedAt()));
    row.put("processed_time", TIME.format(event.uploadedAt().plus(PROCESSING)));
  }

  private void addContent() {
    row.set("event_properties", RevenueFields.merge(object("event_properties"), sent));
    row.set("user_properties", userProperties());
    ObjectNode groups = GroupFields.groups(sent.path("groups"));
    row.set("groups", groups);
    row.set("group_properties", GroupFields.nested(groups));
    row.set("global_user_properties", ExactJson.object());
    ObjectNode plan = ExactJson.object();
    PLAN.forEach(
        key -> {
          if (sent.path("plan").hasNonNull(key)) {
            plan.set(key, sent.path("plan").get(key));
          }
        });
    row.set("plan", plan);
    row.put("library", sent.hasNonNull("library") ? sent("library").asText() : "http/2.0");
    row.put("is_attribution_event", false);
  }

  private void addData() {
    row.put("data_type", "event");
    ObjectNode data = row.putObject("data");
    data.put("path", batch.path());
    data.put("user_properties_updated", event.origin().propertiesUpdated());
    data.putObject("group_first_event");
    data.putObject("group_ids");
  }

  private JsonNode userProperties() {
    JsonText snapshot = event.snapshot();
    return snapshot == null ? object("user_properties") : snapshot.tree();
  }

  private JsonNode address() {
    JsonNode ip = sent("ip");
    return ip.asText().equals("$remote") ? row.textNode("127.0.0.1") : ip;
  }

  private ObjectNode object(String key) {
    return sent.get(key) instanceof ObjectNode object ? object : ExactJson.object();
  }

  private JsonNode sent(String key) {
    JsonNode value = sent.get(key);
    return value == null ? NullNode.getInstance() : value;
  }
}

package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A row of an export in the making: field to JSON text. */
final class ExportRow {
  private final Map<String, String> fields = new LinkedHashMap<>();

  private ExportRow() {}

  /** The fewest fields an event can have. */
  static ExportRow small() {
    return new ExportRow()
        .with("$insert_id", "\"insert-1\"")
        .with("device_id", "\"device-1\"")
        .with("event_time", "\"2025-07-01 16:34:54.837000\"")
        .with("event_type", "\"Song Played\"");
  }

  /**
   * All 55 keys of a row of the Export API in 2025, with the kinds of values real rows have; where
   * real rows mostly have null, a value of the documented type.
   */
  static ExportRow full() {
    return new ExportRow()
        .with("$insert_id", "\"ea31ba7b-f543-4b9b-9aec-90fbaa96a355\"")
        .with("$insert_key", "\"0064b1aa\"")
        .with("$schema", "12")
        .with("adid", "\"cdda802e-fb9c-47ad-9866-0794d394c912\"")
        .with("amplitude_attribution_ids", "[\"1a2b\"]")
        .with("amplitude_event_type", "null")
        .with("amplitude_id", "1263130950579")
        .with("app", "636686")
        .with("city", "\"Oslo\"")
        .with("client_event_time", "\"2025-07-01 16:34:54.837000\"")
        .with("client_upload_time", "\"2025-07-01 16:34:55.838000\"")
        .with("country", "\"Norway\"")
        .with("data", "{\"path\":\"/2/httpapi\",\"user_properties_updated\":true,\"group_ids\":{}}")
        .with("data_type", "\"event\"")
        .with("device_brand", "\"Apple\"")
        .with("device_carrier", "\"Telenor\"")
        .with("device_family", "\"Apple iPhone\"")
        .with("device_id", "\"b2f6bf2c-1a5b-4a3c-9d1e-70f0a1d2c3b4\"")
        .with("device_manufacturer", "\"Apple Inc.\"")
        .with("device_model", "\"iPhone12,1\"")
        .with("device_type", "\"Apple iPhone 11\"")
        .with("dma", "\"Boston-Manchester, MA-NH\"")
        .with("event_id", "135")
        .with(
            "event_properties",
            "{\"song id\": 9007199254740993, \"[tag]\":[1.50,null,\"\\u00e9\"]}")
        .with("event_time", "\"2025-07-01 16:34:54.837000\"")
        .with("event_type", "\"Song Played\"")
        .with("global_user_properties", "{}")
        .with("group_properties", "{\"[Segment] Group\":{\"90f9\":{\"plan\":\"gold\"}}}")
        .with("groups", "{\"[Segment] Group\": [\"90f9\"]}")
        .with("idfa", "\"6d92078a-8246-4ba4-ae5b-76104861e7dc\"")
        .with("ip_address", "\"192.0.2.7\"")
        .with("is_attribution_event", "false")
        .with("language", "\"Norwegian\"")
        .with("library", "\"amplitude-ts/2.16.1\"")
        .with("location_lat", "59.9138688")
        .with("location_lng", "10.7522454")
        .with("os_name", "\"ios\"")
        .with("os_version", "\"17.5\"")
        .with("partner_id", "\"partner\"")
        .with("paying", "\"true\"")
        .with("plan", "{\"branch\":\"main\",\"version\":\"3\"}")
        .with("platform", "\"iOS\"")
        .with("processed_time", "\"2025-07-01 16:34:58.123456\"")
        .with("region", "\"Oslo County\"")
        .with("sample_rate", "null")
        .with("server_received_time", "\"2025-07-01 16:34:56.001000\"")
        .with("server_upload_time", "\"2025-07-01 16:34:56.005000\"")
        .with("session_id", "1751387693000")
        .with("source_id", "\"source\"")
        .with("start_version", "\"1.0.0\"")
        .with("user_creation_time", "\"2024-01-01 00:00:00.000000\"")
        .with("user_id", "\"jo@example.org\"")
        .with("user_properties", "{\"age\" : 41,\"a.b\":{\"c\":[]}}")
        .with("uuid", "\"a6ec45f6-0016-4907-b433-5bf4e4a56908\"")
        .with("version_name", "\"4.7.11\"");
  }

  ExportRow with(String field, String json) {
    fields.put(field, json);
    return this;
  }

  ExportRow without(String... names) {
    for (String name : names) {
      fields.remove(name);
    }
    return this;
  }

  String text() {
    return fields.entrySet().stream()
        .map(field -> JsonValue.of(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  SourceRow row() {
    return rowOf(text());
  }

  static SourceRow rowOf(String text) {
    try {
      return new SourceRow(
          new Origin("export.json.gz", null, 1),
          JsonValue.parseObject(text.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedJsonException e) {
      throw new AssertionError(text, e);
    }
  }
}

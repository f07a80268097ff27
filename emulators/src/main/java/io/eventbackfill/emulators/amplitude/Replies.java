package io.eventbackfill.emulators.amplitude;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The bodies of Batch Event Upload API, section "Responses", and those seen in practice. */
final class Replies {

  static final String TOO_MANY = "Too many requests for some devices and users";

  private Replies() {}

  static Reply error(int status, String error) {
    ObjectNode body = ExactJson.object();
    body.put("code", status);
    body.put("error", error);
    return new Reply(status, body);
  }

  static Reply missingField(String field) {
    Reply reply = error(400, "Request missing required field");
    reply.body().put("missing_field", field);
    return reply;
  }

  static Reply tooLarge() {
    return error(413, "Payload too large");
  }

  /** A 400 with one map from field name to indexes; an empty map is left out. */
  static Reply indexed(String error, String mapName, Map<String, List<Integer>> indexes) {
    Reply reply = error(400, error);
    if (!indexes.isEmpty()) {
      ObjectNode map = reply.body().putObject(mapName);
      indexes.forEach((field, list) -> addAll(map.putArray(field), list));
    }
    return reply;
  }

  static Reply ok(int events, long bytes, long uploadTime) {
    ObjectNode body = ExactJson.object();
    body.put("code", 200);
    body.put("events_ingested", events);
    body.put("payload_size_bytes", bytes);
    body.put("server_upload_time", uploadTime);
    return new Reply(200, body);
  }

  static Reply throttled(Throttle throttle) {
    Reply reply = error(429, TOO_MANY);
    ObjectNode body = reply.body();
    body.put("eps_threshold", throttle.threshold());
    addMap(body, "throttled_devices", throttle.devices());
    addMap(body, "throttled_users", throttle.users());
    addMap(body, "exceeded_daily_quota_devices", throttle.quotaDevices());
    addMap(body, "exceeded_daily_quota_users", throttle.quotaUsers());
    addAll(body.putArray("throttled_events"), throttle.events());
    return reply;
  }

  static Reply silenced(Collection<String> devices, List<Integer> events, Throttle throttle) {
    Reply reply = error(400, "Events silenced for device_id");
    ObjectNode body = reply.body();
    body.put("eps_threshold", throttle.threshold());
    ArrayNode names = body.putArray("silenced_devices");
    devices.forEach(names::add);
    addAll(body.putArray("silenced_events"), events);
    addMap(body, "throttled_devices", throttle.devices());
    addAll(body.putArray("throttled_events"), throttle.events());
    addMap(body, "exceeded_daily_quota_devices", throttle.quotaDevices());
    return reply;
  }

  private static void addMap(ObjectNode body, String name, Map<String, Long> values) {
    ObjectNode map = body.putObject(name);
    values.forEach(map::put);
  }

  private static void addAll(ArrayNode array, List<Integer> values) {
    values.forEach(array::add);
  }
}

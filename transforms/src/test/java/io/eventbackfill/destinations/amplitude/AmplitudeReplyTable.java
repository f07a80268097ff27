package io.eventbackfill.destinations.amplitude;

import static io.eventbackfill.destinations.DestinationContract.row;

import io.eventbackfill.delivery.HttpReply.Failed;
import io.eventbackfill.destinations.DestinationContract.ReplyRow;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What each of Amplitude's answers means for four events. From the "Batch Event Upload API" and
 * "HTTP V2 API" pages and from answers seen in the open.
 */
final class AmplitudeReplyTable {
  private static final String QUOTA = "DEFER daily-quota";
  private static final String HOLD = "HOLD 30s";
  private static final String BAD_TIME = "REJECT invalid-field time";

  private AmplitudeReplyTable() {}

  static List<Event> batch() {
    return List.of(
        event(0, new Who("device-0", null, null)),
        event(1, new Who("device-1", "user-1", null)),
        event(2, new Who("device-0", "user-2", null)),
        event(3, new Who(null, "user-1", null)));
  }

  private static Event event(long number, Who who) {
    return new Event(
        "insert-" + number, "e", new EventTime(number * 1_000_000, null, 0), who, Map.of());
  }

  static List<ReplyRow> rows() {
    List<ReplyRow> rows = new ArrayList<>();
    rows.addAll(confirmations());
    rows.addAll(requestFaults());
    rows.addAll(blamedEvents());
    rows.addAll(silenced());
    rows.addAll(throttled());
    rows.addAll(overQuota());
    rows.addAll(throttledProject());
    rows.addAll(others());
    return rows;
  }

  private static ReplyRow all(int status, String body, String verdict) {
    return row(status, body, verdict, verdict, verdict, verdict);
  }

  private static List<ReplyRow> confirmations() {
    return List.of(
        all(
            200,
            "{\"code\":200,\"events_ingested\":4,\"payload_size_bytes\":812,"
                + "\"server_upload_time\":1751388000123}",
            "ACCEPT"),
        all(200, "{\"code\":200,\"events_ingested\":3}", "ACCEPT"),
        all(200, "{\"code\":\"200\"}", "ACCEPT"),
        all(200, "{\"events_ingested\":4}", "UNKNOWN"),
        all(200, "{\"code\":200,\"events_ing", "UNKNOWN"),
        all(200, "{\"code\":1}", "UNKNOWN"),
        all(200, "{\"code\":0}", "UNKNOWN"),
        all(200, "{\"code\":true}", "UNKNOWN"),
        all(200, "{\"code\":200.7}", "UNKNOWN"),
        all(200, "{\"code\":4294967496}", "UNKNOWN"),
        all(200, "{\"code\":202}", "UNKNOWN"),
        all(202, "{\"code\":200}", "UNKNOWN"),
        all(204, "", "UNKNOWN"),
        all(200, "", "UNKNOWN"),
        all(200, "<html>OK</html>", "UNKNOWN"),
        all(200, "[200]", "UNKNOWN"),
        all(200, "\"success\"", "UNKNOWN"),
        all(200, "{\"code\":429,\"error\":\"Too many requests\"}", "PAUSE 60s"),
        all(200, "{\"code\":500}", "UNKNOWN"),
        all(200, "{\"code\":413}", "SPLIT too-large"),
        all(200, "{\"code\":400,\"error\":\"Invalid API key: abc\"}", "STOP_JOB"),
        all(500, "{\"code\":200}", "UNKNOWN"),
        all(429, "{\"code\":200}", "PAUSE 60s"),
        all(400, "{\"code\":200}", "SPLIT refused"));
  }

  private static List<ReplyRow> requestFaults() {
    return List.of(
        all(400, "{\"code\":400,\"error\":\"Invalid API key: 0123456789abcdef\"}", "STOP_JOB"),
        all(400, "{\"code\":400,\"error\":\"Invalid API key\"}", "STOP_JOB"),
        all(
            400,
            "{\"code\":400,\"error\":\"Request missing required field\","
                + "\"missing_field\":\"api_key\",\"events_with_invalid_fields\":{\"time\":[1]}}",
            "STOP_JOB"),
        all(400, "{\"code\":400,\"missing_field\":\"events\"}", "STOP_JOB"),
        all(400, "{\"code\":400,\"error\":\"Invalid request path\"}", "STOP_JOB"),
        all(400, "{\"code\":400,\"error\":\"Missing request body\"}", "STOP_JOB"),
        all(400, "{\"code\":400,\"error\":\"Invalid JSON request body\"}", "STOP_JOB"),
        all(400, "{\"code\":400,\"error\":\"Invalid event JSON\"}", "SPLIT refused"),
        all(400, "{\"code\":400,\"missing_field\":null}", "SPLIT refused"),
        all(400, "", "SPLIT refused"),
        all(400, "<html>Bad Request</html>", "SPLIT refused"));
  }

  private static List<ReplyRow> blamedEvents() {
    String invalid = "{\"code\":400,\"error\":\"Invalid field values on some events\",";
    return List.of(
        row(
            400,
            invalid + "\"events_with_invalid_fields\":{\"time\":[1,3]}}",
            "RESEND",
            BAD_TIME,
            "RESEND",
            BAD_TIME),
        row(
            400,
            "{\"code\":400,\"events_with_missing_fields\":{\"event_type\":[0]},"
                + "\"events_with_invalid_fields\":{\"time\":[2]}}",
            "REJECT invalid-field event_type",
            "RESEND",
            BAD_TIME,
            "RESEND"),
        row(
            400,
            "{\"code\":400,\"error\":\"Invalid id length for user_id or device_id\","
                + "\"events_with_invalid_id_lengths\":{\"user_id\":[1]}}",
            "RESEND",
            "REJECT invalid-id-length user_id",
            "RESEND",
            "RESEND"),
        all(400, invalid + "\"events_with_invalid_fields\":{\"time\":[4,-1,99]}}", "SPLIT refused"),
        all(400, invalid + "\"events_with_invalid_fields\":{\"time\":[\"1\"]}}", "SPLIT refused"),
        all(400, invalid + "\"events_with_invalid_fields\":{\"time\":[1.5]}}", "SPLIT refused"),
        all(400, invalid + "\"events_with_invalid_fields\":[1]}", "SPLIT refused"),
        all(400, invalid + "\"events_with_invalid_fields\":{}}", "SPLIT refused"));
  }

  private static List<ReplyRow> silenced() {
    String silenced = "REJECT silenced device_id";
    return List.of(
        row(
            400,
            "{\"code\":400,\"error\":\"Events silenced for device_id\",\"eps_threshold\":100,"
                + "\"silenced_devices\":[\"device-0\"],\"silenced_events\":[0],"
                + "\"throttled_devices\":{\"device-1\":100},\"throttled_events\":[1],"
                + "\"exceeded_daily_quota_devices\":{}}",
            silenced,
            HOLD,
            silenced,
            "RESEND"),
        row(
            400,
            "{\"code\":400,\"silenced_events\":[3],\"exceeded_daily_quota_devices\":7}",
            "RESEND",
            "RESEND",
            "RESEND",
            silenced),
        all(400, "{\"code\":400,\"silenced_devices\":[\"stranger\"]}", "SPLIT refused"));
  }

  private static List<ReplyRow> throttled() {
    return List.of(
        row(
            429,
            "{\"code\":429,\"throttled_devices\":{\"device-0\":1}}",
            HOLD,
            "RESEND",
            HOLD,
            "RESEND"),
        row(
            429,
            "{\"code\":429,\"throttled_users\":{\"user-1\":1}}",
            "RESEND",
            HOLD,
            "RESEND",
            HOLD),
        row(429, "{\"code\":429,\"throttled_events\":[0]}", HOLD, "RESEND", HOLD, "RESEND"),
        row(429, "{\"code\":429,\"throttled_events\":[1]}", "RESEND", HOLD, "RESEND", HOLD),
        row(
            429,
            "{\"code\":429,\"throttled_devices\":{\"device-1\":4000},\"throttled_events\":[1]}",
            "RESEND",
            HOLD,
            "RESEND",
            "RESEND"));
  }

  private static List<ReplyRow> overQuota() {
    return List.of(
        row(
            429,
            "{\"code\":\"429\",\"exceeded_daily_quota_devices\":{\"device-0\":500900},"
                + "\"throttled_users\":{\"user-2\":1,\"user-1\":1},\"throttled_events\":[0,1,2,3]}",
            QUOTA,
            HOLD,
            QUOTA,
            HOLD),
        row(
            429,
            "{\"code\":429,\"exceeded_daily_quota_users\":{\"user-1\":500200}}",
            "RESEND",
            QUOTA,
            "RESEND",
            QUOTA),
        row(
            429,
            "{\"code\":429,\"throttled_devices\":{},\"throttled_users\":null,"
                + "\"exceeded_daily_quota_devices\":[\"device-1\"]}",
            "RESEND",
            QUOTA,
            "RESEND",
            "RESEND"));
  }

  private static List<ReplyRow> throttledProject() {
    return List.of(
        all(429, "{\"code\":429,\"throttled_devices\":{\"stranger\":1}}", "PAUSE 60s"),
        all(429, "{\"code\":429,\"throttled_events\":[]}", "PAUSE 60s"),
        all(429, "{\"code\":429,\"error\":\"Too many requests\"}", "PAUSE 60s"),
        all(429, "", "PAUSE 60s"),
        all(429, "<html>slow down</html>", "PAUSE 60s"));
  }

  private static List<ReplyRow> others() {
    List<ReplyRow> rows = new ArrayList<>();
    for (int status : List.of(408, 500, 502, 503, 504, 599)) {
      rows.add(all(status, "", "UNKNOWN"));
      rows.add(all(status, "<html>oh no</html>", "UNKNOWN"));
      rows.add(all(status, "{\"code\":" + status + "}", "UNKNOWN"));
    }
    rows.add(all(503, "{\"code\":10026}", "UNKNOWN"));
    for (int status : List.of(301, 302, 307, 308, 401, 402, 404, 405, 410, 415, 418, 451)) {
      rows.add(all(status, "", "STOP_JOB"));
    }
    rows.add(all(403, "{\"code\":403,\"error\":\"Forbidden\"}", "SPLIT forbidden"));
    rows.add(all(403, "<html>blocked</html>", "SPLIT forbidden"));
    rows.add(all(413, "{\"code\":413,\"error\":\"Payload too large\"}", "SPLIT too-large"));
    rows.add(all(413, "{\"code\":\"413\"}", "SPLIT too-large"));
    rows.add(all(413, "", "SPLIT too-large"));
    rows.add(
        new ReplyRow(
            "timeout",
            new Failed("timeout", "no answer"),
            List.of("UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN")));
    return rows;
  }
}

package io.eventbackfill.destinations.posthog;

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
 * What each answer of the Capture API means for two events; from the table of its answers. Texts
 * are examples: no meaning depends on one, but for the billing limit's.
 */
final class PostHogReplyTable {
  private static final String PAUSE = "PAUSE 10s";
  private static final String UNKNOWN = "UNKNOWN";
  private static final String STOP = "STOP_JOB";

  private PostHogReplyTable() {}

  static List<Event> batch() {
    return List.of(event(0, new Who("device-0", null, null)), event(1, new Who(null, "u-1", null)));
  }

  private static Event event(long number, Who who) {
    return new Event(
        "insert-" + number,
        "e",
        new EventTime(1_700_000_000_000_000L + number, null, 0),
        who,
        Map.of());
  }

  /** Those that both versions of the API have in common. */
  static List<ReplyRow> errors() {
    List<ReplyRow> rows = new ArrayList<>();
    rows.addAll(
        List.of(
            all(
                400,
                "Failed to hydrate events: non-engage request missing event name",
                "SPLIT refused"),
            all(400, "{\"error\":\"missing_uuid\"}", "SPLIT refused"),
            all(400, "", "SPLIT refused"),
            all(401, "API key is not valid: personal_api_key", STOP),
            all(402, "", STOP),
            all(403, "<html>", "SPLIT forbidden"),
            all(404, "", STOP),
            all(405, "", STOP),
            all(408, "Request timed out", UNKNOWN),
            all(413, "payload too large", "SPLIT too-large"),
            all(415, "{\"error\":\"unsupported_media_type\"}", STOP)));
    rows.addAll(
        List.of(
            all(429, "", PAUSE),
            all(429, "Rate limit exceeded", PAUSE),
            all(429, "{\"error\":\"rate_limited\",\"error_description\":\"slow down\"}", PAUSE),
            all(429, "{\"error\":\"billing_limit_exceeded\"}", STOP),
            all(429, "Billing limit reached, please upgrade", STOP),
            all(500, "", UNKNOWN),
            all(502, "<html><h1>Bad gateway</h1></html>", UNKNOWN),
            all(503, "transient error, please retry", PAUSE),
            all(504, "{\"error\":\"gateway_timeout\"}", UNKNOWN),
            all(204, "", UNKNOWN),
            all(301, "", STOP),
            new ReplyRow(
                "connection lost",
                new Failed("connection-lost", "reset"),
                List.of(UNKNOWN, UNKNOWN))));
    return rows;
  }

  /** What v0 says where it says 200. */
  static List<ReplyRow> confirmations() {
    return List.of(
        all(200, "{\"status\":\"Ok\"}", "ACCEPT"),
        all(200, "{\"status\":1}", "ACCEPT"),
        all(200, "{\"status\":\"Ok\",\"more\":{}}", "ACCEPT"),
        all(200, "{}", "ACCEPT"),
        all(200, "{\"status\":\"Ok\",\"quota_limited\":[]}", "ACCEPT"),
        all(200, "{\"status\":\"Ok\",\"quota_limited\":[\"events\"]}", STOP),
        all(200, "{\"status\":1,\"quota_limited\":[\"recordings\"]}", STOP),
        all(200, "{\"status\":0}", UNKNOWN),
        all(200, "{\"status\":\"Ok\"", UNKNOWN),
        all(200, "<html>Log in</html>", UNKNOWN),
        all(200, "", UNKNOWN));
  }

  private static ReplyRow all(int status, String body, String verdict) {
    return row(status, body, verdict, verdict);
  }
}

package io.eventbackfill.benchmarks.throughput;

import com.amplitude.Amplitude;
import com.amplitude.AmplitudeLog.LogMode;
import com.amplitude.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.json.JSONObject;

/**
 * The same move with Amplitude's Java SDK in batch mode, used as its documentation shows: log every
 * event, wait where it says so, flush. It sends over TLS only, and in no order.
 */
final class SdkLoop {
  private SdkLoop() {}

  /**
   * Moves a folder in one thread of its own; the SDK sends with threads of its own.
   *
   * @param args folder, and the receiver's address
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Amplitude sdk = Amplitude.getInstance();
    sdk.init("0123456789abcdef0123456789abcdef");
    sdk.useBatchMode(true);
    sdk.setServerUrl(args[1] + "/batch");
    sdk.setEventUploadThreshold(1000);
    sdk.setLogMode(LogMode.ERROR);
    for (Path file : Lines.files(Path.of(args[0]))) {
      Lines.of(
          file,
          (row, from, length) -> {
            Event event =
                event(new JSONObject(new String(row, from, length, StandardCharsets.UTF_8)));
            sdk.logEvent(event);
          });
    }
    sdk.flushEvents();
    sdk.shutdown();
    System.exit(0);
  }

  private static Event event(JSONObject row) {
    Event event =
        new Event(
            row.getString("event_type"), row.getString("user_id"), row.getString("device_id"));
    event.insertId = row.getString("$insert_id");
    event.timestamp =
        LocalDateTime.parse(row.getString("event_time").replace(' ', 'T'))
            .toInstant(ZoneOffset.UTC)
            .toEpochMilli();
    event.eventId = row.getInt("event_id");
    event.sessionId = row.getLong("session_id");
    event.appVersion = row.optString("version_name");
    event.platform = row.optString("platform");
    event.osName = row.optString("os_name");
    event.osVersion = row.optString("os_version");
    event.country = row.optString("country");
    event.city = row.optString("city", null);
    event.language = row.optString("language");
    event.ip = row.optString("ip_address");
    event.eventProperties = row.getJSONObject("event_properties");
    event.userProperties = row.getJSONObject("user_properties");
    return event;
  }
}

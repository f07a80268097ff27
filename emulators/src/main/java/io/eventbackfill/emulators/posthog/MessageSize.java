package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.ExactJson;
import java.nio.charset.StandardCharsets;

/**
 * How long an event's message is: the event's JSON is a string within the JSON of its envelope, so
 * quotes and backslashes cost double. (Sizes)
 */
final class MessageSize {

  /** An envelope's names and punctuation, uuid, address and times. */
  private static final int ENVELOPE = 260;

  private MessageSize() {}

  static long of(JsonNode event, String token, String distinctId, String name) {
    return ENVELOPE + escaped(ExactJson.write(event)) + text(token) + text(distinctId) + text(name);
  }

  private static long text(String text) {
    return escaped(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long escaped(byte[] json) {
    long length = json.length;
    for (byte b : json) {
      length += b == '"' || b == '\\' ? 1 : 0;
    }
    return length;
  }
}

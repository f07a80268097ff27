package io.eventbackfill.destinations.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event in the making, and what becomes of it. */
final class PostHogSample {
  static final PostHogLabels LABELS = new PostHogLabels("event-backfill", "amplitude");
  static final long MILLIS = Instant.parse("2024-03-01T00:04:43.349Z").toEpochMilli();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonValue> attributes = new LinkedHashMap<>();
  private String identity = "41a2ff47-cf38-45df-8f15-248d19ba072f";
  private String type = "Song Played";
  private long millis = MILLIS;
  private Who who = new Who("device-1", "user-1", null);

  PostHogSample identity(String other) {
    identity = other;
    return this;
  }

  PostHogSample type(String other) {
    type = other;
    return this;
  }

  PostHogSample at(long otherMillis) {
    millis = otherMillis;
    return this;
  }

  PostHogSample of(String device, String user) {
    who = new Who(device, user, null);
    return this;
  }

  /** With an attribute. */
  PostHogSample with(String name, String json) {
    attributes.put(name, json(json));
    return this;
  }

  Event event() {
    return new Event(identity, type, new EventTime(millis * 1000, null, 0), who, attributes);
  }

  /** As it is sent to v0. */
  JsonNode rendered() {
    return rendered(PostHogIdentity.UUID, PostHogForm.V0);
  }

  JsonNode rendered(PostHogIdentity by, PostHogForm form) {
    return read(new PostHogEvents(LABELS, by, form).render(event()).array());
  }

  /** A property as it is sent, as JSON; "absent" if it is not. */
  String property(String name) {
    JsonNode value = rendered().get("properties").get(name);
    return value == null ? "absent" : value.toString();
  }

  /** What is noted of it, as {@code code:subject}. */
  List<String> notes() {
    Checked checked = new PostHogAlterations().check(event());
    return ((Kept) checked)
        .notes().stream().map(noted -> noted.note().code() + ":" + noted.subject()).toList();
  }

  static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonValue json(String text) {
    try {
      return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException e) {
      throw new AssertionError(text, e);
    }
  }
}

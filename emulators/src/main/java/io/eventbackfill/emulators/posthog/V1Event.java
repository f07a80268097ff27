package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** An element of a v1 batch. (Capture v1, Event) */
final class V1Event {

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ID_BYTES = 200;

  private static final List<String> FLAGS =
      List.of("cookieless_mode", "disable_skew_correction", "process_person_profile");

  private final JsonNode sent;
  private final UUID uuid;

  V1Event(JsonNode sent, UUID uuid) {
    this.sent = sent;
    this.uuid = uuid;
  }

  /** Whether the fields that must be there are there, and texts; else the request is refused. */
  static boolean isTyped(JsonNode event) {
    return event.path("event").isTextual()
        && event.path("uuid").isTextual()
        && event.path("distinct_id").isTextual()
        && event.path("timestamp").isTextual();
  }

  private String name() {
    return sent.path("event").textValue();
  }

  /** Without blanks at its ends, other than in v0. */
  private String distinctId() {
    return sent.path("distinct_id").textValue().strip();
  }

  private String timestamp() {
    return sent.path("timestamp").textValue();
  }

  private String flaw() {
    String name = name();
    if (name.isBlank()) {
      return "missing_event_name";
    }
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      return "event_name_too_long";
    }
    if (distinctId().isEmpty()) {
      return "missing_distinct_id";
    }
    if (distinctId().getBytes(StandardCharsets.UTF_8).length > LONGEST_ID_BYTES) {
      return "distinct_id_too_large";
    }
    if (EventTime.strict(timestamp()).isEmpty()) {
      return "invalid_event_timestamp";
    }
    if (!sent.path("properties").isObject() && sent.has("properties")) {
      return "malformed_event_properties";
    }
    return optionsAreSound() ? "" : "invalid_options";
  }

  private boolean optionsAreSound() {
    JsonNode options = sent.path("options");
    return options.isNull()
        || options.isMissingNode()
        || (options.isObject() && FLAGS.stream().noneMatch(this::isUnreadable));
  }

  private boolean isUnreadable(String flag) {
    JsonNode value = option(flag);
    return !value.isNull() && !value.isMissingNode() && flag(value).isEmpty();
  }

  private JsonNode option(String name) {
    return sent.path("options").path(name);
  }

  /** Takes true and false as booleans, numbers and texts. */
  private static Optional<Boolean> flag(JsonNode value) {
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue());
    }
    if (value.isNumber()) {
      return Optional.of(value.doubleValue() != 0);
    }
    return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  CapturedEvent captured(V1Headers headers) {
    boolean fixed = flag(option("disable_skew_correction")).orElse(false);
    String id = distinctId();
    return new CapturedEvent(
        new CapturedEvent.Name(uuid, name()),
        id,
        properties(headers),
        new CapturedEvent.Timing(timestamp(), null, !fixed),
        new CapturedEvent.Marks(flaw(), IllegalIds.forCapture(id)),
        MessageSize.of(sent, headers.token(), id, name()));
  }

  /** What stands beside the properties is put among them. */
  private ObjectNode properties(V1Headers headers) {
    ObjectNode all =
        sent.get("properties") instanceof ObjectNode object
            ? object.deepCopy()
            : ExactJson.object();
    all.put("$lib", headers.library());
    all.put("$lib_version", headers.version());
    if (sent.path("session_id").isTextual()) {
      all.put("$session_id", sent.path("session_id").textValue());
    }
    if (sent.path("window_id").isTextual()) {
      all.put("$window_id", sent.path("window_id").textValue());
    }
    flag(option("process_person_profile")).ifPresent(on -> all.put("$process_person_profile", on));
    return all;
  }
}

package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An element of a v0 body whose fields have the types they must have. (Event) */
final class V0Event {

  private static final int LONGEST_ID = 200;

  private final ObjectNode sent;
  private final ObjectNode properties;

  private V0Event(ObjectNode sent) {
    this.sent = sent;
    this.properties =
        sent.get("properties") instanceof ObjectNode object ? object : ExactJson.object();
  }

  /** The event, or nothing if a field has a wrong type: then its whole batch has no shape. */
  static Optional<V0Event> of(JsonNode element) {
    boolean typed =
        element.path("event").isTextual()
            && isUuid(element.path("uuid"))
            && isText(element.path("timestamp"))
            && (element.path("offset").isIntegralNumber() || isNothing(element.path("offset")))
            && (element.path("properties").isObject() || !element.has("properties"))
            && isObject(element.path("$set"))
            && isObject(element.path("$set_once"));
    return typed && element instanceof ObjectNode object
        ? Optional.of(new V0Event(object))
        : Optional.empty();
  }

  /** An empty uuid counts as none; a server without one makes it up. */
  private static boolean isUuid(JsonNode uuid) {
    return isText(uuid)
        && (isNothing(uuid)
            || uuid.textValue().isEmpty()
            || Uuids.parse(uuid.textValue()).isPresent());
  }

  private static boolean isText(JsonNode value) {
    return value.isTextual() || isNothing(value);
  }

  private static boolean isObject(JsonNode value) {
    return value.isObject() || isNothing(value);
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull() || value.isMissingNode();
  }

  Optional<String> token() {
    for (String name : new String[] {"api_key", "token", "$token"}) {
      if (sent.path(name).isTextual()) {
        return Optional.of(sent.path(name).textValue());
      }
    }
    return Optional.ofNullable(properties.path("token").textValue());
  }

  String name() {
    return sent.path("event").textValue();
  }

  /** Why its request is refused although all types are right. */
  Optional<String> flaw() {
    if (name().isEmpty()) {
      return Optional.of("event submitted with an empty event name");
    }
    if (distinctId().isEmpty()) {
      return Optional.of("event submitted without a distinct_id");
    }
    JsonNode cookieless = properties.path("$cookieless_mode");
    return cookieless.isBoolean() || cookieless.isMissingNode()
        ? Optional.empty()
        : Optional.of("event submitted with an invalid cookieless mode");
  }

  /** Empty if there is none or nothing but blanks. */
  private String distinctId() {
    JsonNode id = sent.path("distinct_id");
    if (isNothing(id)) {
      id = sent.path("$distinct_id");
    }
    if (isNothing(id)) {
      id = properties.path("distinct_id");
    }
    if (isNothing(id)) {
      return "";
    }
    String text = (id.isTextual() ? id.textValue() : id.toString()).replace('\0', '\uFFFD');
    if (text.isBlank()) {
      return "";
    }
    int length = text.codePointCount(0, text.length());
    return length <= LONGEST_ID ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_ID));
  }

  CapturedEvent captured(String token, Instant now) {
    String sentUuid = sent.path("uuid").asText("");
    UUID uuid = Uuids.parse(sentUuid).orElseGet(() -> Uuids.version7(now));
    JsonNode offset = sent.path("offset");
    CapturedEvent.Timing timing =
        new CapturedEvent.Timing(
            sent.path("timestamp").textValue(),
            offset.isIntegralNumber() ? (Long) offset.longValue() : null,
            !properties.path("$ignore_sent_at").booleanValue());
    ObjectNode all = properties.deepCopy();
    lift(all, "$set");
    lift(all, "$set_once");
    String id = distinctId();
    return new CapturedEvent(
        new CapturedEvent.Name(uuid, name()),
        id,
        all,
        timing,
        CapturedEvent.Marks.NONE,
        MessageSize.of(sent, token, id, name()));
  }

  /** {@code $set} beside the properties is the same as within them; what is within wins. */
  private void lift(ObjectNode all, String name) {
    if (sent.get(name) instanceof ObjectNode beside) {
      ObjectNode united = beside.deepCopy();
      if (all.get(name) instanceof ObjectNode within) {
        united.setAll(within);
      }
      all.set(name, united);
    }
  }
}

package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonObjectWriter;
import io.eventbackfill.model.JsonValue;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Events as PostHog takes them. Pure: the same event always gives the same bytes, on every machine.
 *
 * <p>What a source's event says goes where PostHog looks for it; what PostHog has no name for goes
 * under the source's (see {@link PostHogLabels}), and the event's own properties go along as they
 * are. Where both name one, the event's own counts. User properties are not sent with events: the
 * last one processed would win, whatever its time (see {@link PostHogPersons}).
 *
 * @param labels what all events of a load have in common
 * @param identity what an event's uuid is made of
 * @param form the API they are for
 */
record PostHogEvents(PostHogLabels labels, PostHogIdentity identity, PostHogForm form)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The event as a JSON object.
   *
   * @throws IllegalArgumentException if it has no id, which the destination's rules refuse
   */
  Bytes render(Event event) {
    Map<String, JsonValue> attributes = event.attributes();
    PostHogProperties own =
        PostHogProperties.of(
            attributes.getOrDefault(Attributes.EVENT_PROPERTIES, JsonValue.NULL), labels.named(""));
    PostHogElement element = PostHogElement.of(event.type(), own);
    String session = PostHogSession.id(event);
    JsonObjectWriter json = new JsonObjectWriter();
    json.put("event", name(event.type(), element));
    json.put("distinct_id", distinctId(event));
    json.put("timestamp", PostHogTime.text(event.time().millis()));
    json.put("uuid", PostHogUuid.of(event, identity));
    form.begin(json, session);
    own.writeTo(json);
    PostHogPropertyWriter properties = new PostHogPropertyWriter(json, own);
    writeWho(event, properties);
    own.writePage(properties);
    if (element != null) {
      element.writeTo(properties);
    }
    PostHogDevice.of(attributes).writeTo(properties, labels);
    writeApp(attributes, properties);
    PostHogPlace.write(attributes, properties, labels);
    PostHogGroups.write(attributes.get(Attributes.GROUPS), properties);
    form.putSession(properties, session);
    labels.writeTo(properties);
    json.endObject();
    return Bytes.of(PostHogText.repaired(json.end()));
  }

  /** Names that mean something in PostHog, where the event is what PostHog means by them. */
  private static String name(String type, @Nullable PostHogElement element) {
    if (element != null) {
      return "$autocapture";
    }
    return type.equals("[Amplitude] Page Viewed") ? "$pageview" : type;
  }

  private static String distinctId(Event event) {
    String id = event.who().user() == null ? event.who().device() : event.who().user();
    if (id == null) {
      throw new IllegalArgumentException("an event without any id belongs to nobody");
    }
    return id;
  }

  private void writeWho(Event event, PostHogPropertyWriter properties) {
    Map<String, JsonValue> attributes = event.attributes();
    properties.put(labels.named("user_id"), event.who().user());
    properties.put(labels.named("device_id"), event.who().device());
    properties.put("$device_id", event.who().device());
    String merged = event.who().mergedId();
    // The only key by which merges can be checked.
    properties.put(labels.named("id"), merged);
    Long eventId = event.time().eventId();
    if (eventId != null && eventId != 0) {
      properties.put(labels.named("event_id"), JsonValue.of(eventId));
    }
    properties.put(labels.named("insert_id"), attributes.get(Attributes.SOURCE_INSERT_ID));
    properties.put(labels.named("project"), attributes.get(Attributes.SOURCE_PROJECT));
    OptionalLong session = PostHogSession.given(event);
    if (session.isPresent()) {
      properties.put(labels.named("session_id"), JsonValue.of(session.getAsLong()));
    }
  }

  private void writeApp(Map<String, JsonValue> attributes, PostHogPropertyWriter properties) {
    properties.put("$app_version", attributes.get(Attributes.APP_VERSION));
    properties.put(labels.named("start_version"), attributes.get(Attributes.START_VERSION));
    // Not $lib: that is who sends the event now.
    properties.put(labels.named("library"), attributes.get(Attributes.SOURCE_LIBRARY));
    properties.put(labels.named("plan"), attributes.get(Attributes.PLAN));
  }
}

package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as PostHog knows it: a UUIDv7 that holds the session's start, and no event more than 24
 * hours from it (PostHog's page on sessions). The source's session id is that start, in
 * milliseconds.
 *
 * <p>The page also asks that no event be earlier than the start. A session id is by the client's
 * clock and an event's time is corrected, so the first event may be a little earlier; what the
 * server makes of that is not known.
 */
final class PostHogSession {
  private static final long LONGEST = Duration.ofHours(24).toMillis();

  private PostHogSession() {}

  /**
   * What the source calls the session; empty if the event is in none, which it writes as -1 or 0.
   */
  static OptionalLong given(Event event) {
    JsonValue value = event.attributes().get(Attributes.SESSION_ID);
    String text = value == null ? null : value.text();
    if (text == null) {
      return OptionalLong.empty();
    }
    long id;
    try {
      id = Long.parseLong(text);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
    return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
  }

  /** Whether the event lies where its session id says; an id that is no time never is. */
  static boolean isNear(Event event, long session) {
    return Math.abs(event.time().millis() - session) <= LONGEST;
  }

  /**
   * The session's id: the same for all events of a device that name the session, in every run. Null
   * if the event is in none, or too far from its start.
   */
  static @Nullable String id(Event event) {
    OptionalLong given = given(event);
    if (given.isEmpty() || !isNear(event, given.getAsLong())) {
      return null;
    }
    long session = given.getAsLong();
    String device = event.who().device();
    UUID hash =
        PostHogUuid.named(
            "session",
            device == null ? "user" : "device",
            device == null ? event.who().user() : device,
            Long.toString(session));
    long high = (session << Short.SIZE) | (hash.getMostSignificantBits() & 0xfffL);
    return PostHogUuid.ofVersion(7, high, hash.getLeastSignificantBits()).toString();
  }
}

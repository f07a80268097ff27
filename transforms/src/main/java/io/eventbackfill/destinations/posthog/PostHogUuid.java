package io.eventbackfill.destinations.posthog;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Uuids by which PostHog knows an event again: a part of the key under which it keeps one copy.
 * Never random: a retry, and a second run, send the same.
 */
final class PostHogUuid {

  /** Ours, so that nobody else's names give the same uuids. Never to be changed. */
  private static final UUID NAMESPACE = UUID.fromString("7c0c9a5e-3d0f-4b53-9a46-5d1f1b8e2c70");

  private static final int LENGTH = 36;

  private PostHogUuid() {}

  /**
   * The uuid of an event: the source's own, or one made of the source's project, the device (the
   * user where there is none) and what identifies the event there. The device takes part since
   * insert ids such as "signup:2" are unique for one device only.
   */
  static String of(Event event, PostHogIdentity identity) {
    Map<String, JsonValue> attributes = event.attributes();
    if (identity == PostHogIdentity.UUID || !attributes.containsKey(Attributes.SOURCE_INSERT_ID)) {
      JsonValue given = attributes.get(Attributes.SOURCE_UUID);
      String uuid = given == null ? null : given.text();
      if (uuid != null && isUuid(uuid)) {
        return lowerCase(uuid);
      }
    }
    JsonValue project = attributes.get(Attributes.SOURCE_PROJECT);
    String device = event.who().device();
    return of(
        "event",
        project == null ? null : project.text(),
        device == null ? "user" : "device",
        device == null ? event.who().user() : device,
        event.identity());
  }

  /** The uuid of what is told of these parts, such as of a user and a device. */
  static String of(@Nullable String... parts) {
    return named(parts).toString();
  }

  /** As {@link #of(String...)}, as a number. */
  static UUID named(@Nullable String... parts) {
    StringBuilder name = new StringBuilder(128);
    for (String part : parts) {
      // With its length, no part can be taken for the end of another.
      name.append(part == null ? "-" : part.length()).append(':').append(part == null ? "" : part);
    }
    return v5(NAMESPACE, name.toString());
  }

  /** A name-based uuid (RFC 9562, 5.5). */
  static UUID v5(UUID namespace, String name) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
    ByteBuffer space = ByteBuffer.allocate(2 * Long.BYTES);
    space.putLong(namespace.getMostSignificantBits()).putLong(namespace.getLeastSignificantBits());
    sha1.update(space.array());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    return ofVersion(5, hash.getLong(), hash.getLong());
  }

  /** A uuid of these bits, but for those that tell version and variant. */
  static UUID ofVersion(int version, long high, long low) {
    return new UUID(
        (high & ~0xf000L) | ((long) version << 12), (low & ~(3L << 62)) | Long.MIN_VALUE);
  }

  /** Whether a text is a uuid, in the one way of writing it that no parser refuses. */
  static boolean isUuid(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    boolean onlyZeros = true;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      }
      onlyZeros &= dash || c == '0';
    }
    // The nil uuid stands for none: all events that have it would be copies of one.
    return !onlyZeros;
  }

  private static String lowerCase(String uuid) {
    return UUID.fromString(uuid).toString();
  }
}

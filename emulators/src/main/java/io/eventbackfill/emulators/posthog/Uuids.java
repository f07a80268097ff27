package io.eventbackfill.emulators.posthog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** UUIDs as the service reads and makes them. */
final class Uuids {

  // With and without hyphens, as a URN and in braces: what the service's parser takes.
  private static final Pattern FORM =
      Pattern.compile(
          "(?:urn:uuid:)?\\{?([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})"
              + "-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})}?");

  private Uuids() {}

  static Optional<UUID> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        UUID.fromString(
            String.join("-", m.group(1), m.group(2), m.group(3), m.group(4), m.group(5))));
  }

  /** A version 7 UUID: what an event without one gets, another one each time it is sent. */
  static UUID version7(Instant now) {
    UUID random = UUID.randomUUID();
    long high = (now.toEpochMilli() << 16) | 0x7000L | (random.getMostSignificantBits() & 0xFFFL);
    return new UUID(high, random.getLeastSignificantBits());
  }

  /** The same text gives the same UUID. */
  static UUID named(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

package io.eventbackfill.persons;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The user properties of one event, all of them, with what tells it from later and earlier ones.
 * The latest of several is the same in whatever order they are compared.
 *
 * @param time the event's
 * @param identity the event's
 * @param properties an object that is not empty
 */
public record LatestProfile(EventTime time, String identity, JsonValue properties) {

  /** As events are ordered in a lane; so two that are equal by it hold the same. */
  private static final Comparator<LatestProfile> ORDER =
      Comparator.<LatestProfile>comparingLong(p -> p.time().micros())
          .thenComparing(p -> p.time().eventId(), Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(p -> p.time().uploadedMicros())
          .thenComparing(LatestProfile::identity)
          .thenComparing(p -> p.properties().toBytes(), Arrays::compareUnsigned);

  /** The later of two, of which either may be missing. */
  public static @Nullable LatestProfile latest(
      @Nullable LatestProfile one, @Nullable LatestProfile other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return ORDER.compare(one, other) >= 0 ? one : other;
  }

  /**
   * What is known after an event, if this was known before. An event without user properties, or
   * with none in them, tells nothing: many are sent by servers that do not know the profile.
   */
  static @Nullable LatestProfile after(Event event, @Nullable LatestProfile known) {
    JsonValue properties = event.attributes().get(Attributes.USER_PROPERTIES);
    if (properties == null || isEmpty(properties)) {
      return known;
    }
    LatestProfile told = new LatestProfile(event.time(), event.identity(), properties);
    if (known != null && ORDER.compare(known, told) >= 0) {
      return known;
    }
    // The value is a slice of its row, which would stay in memory with it.
    return new LatestProfile(told.time, told.identity, properties.detached());
  }

  /** Every member has a name, and every name has quotes. */
  private static boolean isEmpty(JsonValue properties) {
    return properties.kind() != JsonValue.Kind.OBJECT || !properties.holds('"', '"');
  }
}

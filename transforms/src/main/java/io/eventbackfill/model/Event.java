package io.eventbackfill.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a user did, mapped, independent of any vendor. Immutable.
 *
 * @param identity what makes it the same event wherever it turns up again; never random, never
 *     positional
 * @param type what the user did
 * @param time when it happened
 * @param who the ids it belongs to
 * @param attributes everything else, by the names of {@link Attributes}, in a fixed order; values
 *     keep the source's own bytes, so that numbers of any size survive
 */
public record Event(
    String identity, String type, EventTime time, Who who, Map<String, JsonValue> attributes) {

  /**
   * When an event happened, with what orders it among events of the same instant.
   *
   * @param micros microseconds since 1970 UTC, before any rounding
   * @param eventId the source's counter of events, or null where it has none
   * @param uploadedMicros when the source's vendor first received it, in microseconds since 1970
   *     UTC; 0 where unknown
   */
  public record EventTime(long micros, @Nullable Long eventId, long uploadedMicros) {

    /** Milliseconds since 1970 UTC, rounded down: an event never moves into the future. */
    public long millis() {
      return Math.floorDiv(micros, 1000L);
    }
  }

  /**
   * Whose event it is. At least one of device and user is present once an event is valid.
   *
   * @param device the device's id
   * @param user the user's id
   * @param mergedId the source's own id of the person after its merges; used for ordering only
   */
  public record Who(@Nullable String device, @Nullable String user, @Nullable String mergedId) {}

  /** This event with other ids. */
  public Event withWho(Who other) {
    return new Event(identity, type, time, other, attributes);
  }

  /** This event with other attributes. */
  public Event withAttributes(Map<String, JsonValue> others) {
    return new Event(identity, type, time, who, others);
  }
}

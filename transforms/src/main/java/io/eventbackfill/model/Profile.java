package io.eventbackfill.model;

import org.jspecify.annotations.Nullable;

/**
 * What was last known of a user, or of a device that no user has used.
 *
 * @param user the user's id; null if it is a device's
 * @param device the device's id; null if it is a user's
 * @param micros when it was known, in microseconds since 1970 UTC: the time of the event that says
 *     so
 * @param properties the user properties of that event, all of them, an object
 */
public record Profile(
    @Nullable String user, @Nullable String device, long micros, JsonValue properties) {}

package io.eventbackfill.rehearsal;

/**
 * What came of a lane.
 *
 * @param lane its number
 * @param worker who rehearsed it: a name that nobody else has
 * @param begunMillis when its events were there, milliseconds since 1970 UTC
 * @param configured what it would send within the limits that are set
 * @param vendor what it would send within the vendor's limits
 */
public record RehearsedLane(
    int lane, String worker, long begunMillis, Sent configured, Sent vendor) {}

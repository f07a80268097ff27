package io.eventbackfill.emulators.amplitude;

/**
 * A row of the merged-id export: events of {@code amplitudeId} belong to {@code mergedAmplitudeId}.
 *
 * @param mergeServerTime milliseconds since the epoch
 */
public record MergedIdentity(long amplitudeId, long mergedAmplitudeId, long mergeServerTime) {}

package io.eventbackfill.emulators.posthog;

import java.util.UUID;

/**
 * An event that was not stored although its request was answered with 200 and said nothing.
 *
 * @param reason such as {@code over_quota}
 */
public record Drop(UUID uuid, String event, String distinctId, String reason) {}

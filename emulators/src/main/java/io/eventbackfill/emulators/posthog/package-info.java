/**
 * A stand-in for PostHog's capture service (v0 {@code /batch}, Capture v1), for what its consumer
 * makes of the events afterwards, and for the part of its query API that a verification needs;
 * written from its public source and documentation.
 */
@NullMarked
package io.eventbackfill.emulators.posthog;

import org.jspecify.annotations.NullMarked;

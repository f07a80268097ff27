/**
 * PostHog: its wire format, its limits, what its replies mean, what it makes of persons, and what
 * it has stored.
 */
@NullMarked
package io.eventbackfill.destinations.posthog;

import org.jspecify.annotations.NullMarked;

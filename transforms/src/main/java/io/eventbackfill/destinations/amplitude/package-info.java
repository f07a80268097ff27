/** Amplitude: its wire format, its limits, what its replies mean, and what it has stored. */
@NullMarked
package io.eventbackfill.destinations.amplitude;

import org.jspecify.annotations.NullMarked;

/**
 * What every emulated vendor shares: a settable clock, a fault script, exact JSON and a loopback
 * server. Nothing here knows a vendor, and nothing here is shared with the code under judgement.
 */
@NullMarked
package io.eventbackfill.emulators;

import org.jspecify.annotations.NullMarked;

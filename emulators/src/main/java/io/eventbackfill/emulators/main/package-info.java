/** The command line of the emulators. */
@NullMarked
package io.eventbackfill.emulators.main;

import org.jspecify.annotations.NullMarked;

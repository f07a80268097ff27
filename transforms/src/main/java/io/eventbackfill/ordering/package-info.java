/** Puts the events of a lane into the order of their times, in bounded memory. */
@NullMarked
package io.eventbackfill.ordering;

import org.jspecify.annotations.NullMarked;

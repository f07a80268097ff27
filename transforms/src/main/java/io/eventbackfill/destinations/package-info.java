/** One file per vendor: its wire format, its limits and what its replies mean. */
@NullMarked
package io.eventbackfill.destinations;

import org.jspecify.annotations.NullMarked;

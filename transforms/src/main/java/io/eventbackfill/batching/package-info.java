/** How many events fit into one request. */
@NullMarked
package io.eventbackfill.batching;

import org.jspecify.annotations.NullMarked;

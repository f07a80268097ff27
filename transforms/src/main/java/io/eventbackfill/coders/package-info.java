/** Explicit, versioned encodings of what travels between steps. */
@NullMarked
package io.eventbackfill.coders;

import org.jspecify.annotations.NullMarked;

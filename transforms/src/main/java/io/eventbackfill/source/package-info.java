/** Files to rows: containers, lines and JSON, detected by content and never by name. */
@NullMarked
package io.eventbackfill.source;

import org.jspecify.annotations.NullMarked;

/** What must hold of an event before it is worth sending. */
@NullMarked
package io.eventbackfill.validation;

import org.jspecify.annotations.NullMarked;

/** How fast events may leave, and how many: by the second, by the day, by id. Pure arithmetic. */
@NullMarked
package io.eventbackfill.pacing;

import org.jspecify.annotations.NullMarked;

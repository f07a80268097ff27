/** What an input holds, found out before anything is sent. Pure, mergeable, in bounded memory. */
@NullMarked
package io.eventbackfill.planning;

import org.jspecify.annotations.NullMarked;

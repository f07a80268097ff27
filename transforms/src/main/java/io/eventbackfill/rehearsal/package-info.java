/** What a run would do, found out without sending: the same delivery, in virtual time. */
@NullMarked
package io.eventbackfill.rehearsal;

import org.jspecify.annotations.NullMarked;

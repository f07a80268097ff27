/** Whether a vendor holds what was sent: prints of events, and their comparison. Pure. */
@NullMarked
package io.eventbackfill.verification;

import org.jspecify.annotations.NullMarked;

/** What became of events, written down while it happens: the only checkpoint. */
@NullMarked
package io.eventbackfill.ledger;

import org.jspecify.annotations.NullMarked;

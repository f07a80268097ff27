package io.eventbackfill.ledger;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside.Attempts;
import org.jspecify.annotations.Nullable;

/**
 * Where one event of a lane ended, as far as a run knows.
 *
 * @param position how many events of the lane are before it
 * @param millis its own time, milliseconds since 1970 UTC
 * @param fingerprint of its identity
 * @param cause where it ended and why; words only where it was not accepted
 * @param doubtfulSince when it was first sent without an answer, milliseconds since 1970 UTC; 0 if
 *     there is no doubt
 * @param attempts how it was tried; null where it was accepted, or never sent
 */
record Settled(
    long position,
    long millis,
    long fingerprint,
    Refused cause,
    long doubtfulSince,
    @Nullable Attempts attempts) {

  Reason reason() {
    return cause.reason();
  }

  Disposition disposition() {
    return cause.reason().disposition();
  }

  boolean isAccepted() {
    return disposition() == Disposition.ACCEPTED;
  }
}

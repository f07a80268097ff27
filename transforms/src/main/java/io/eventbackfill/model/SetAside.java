package io.eventbackfill.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that was not delivered, with everything needed to understand it and to try again: a dead
 * letter where it was rejected, an input for the next run where it was deferred.
 *
 * @param origin where the row came from
 * @param cause why it was set aside
 * @param identity the event's identity; empty if the row never became an event
 * @param attempts how it was tried, or null if it was never sent
 * @param event the event as sent; null if the row never became one
 * @param row the original row as far as it is known; null until it is read again
 */
public record SetAside(
    Origin origin,
    Checked.Refused cause,
    String identity,
    @Nullable Attempts attempts,
    @Nullable Bytes event,
    @Nullable Bytes row) {

  /**
   * How an event was tried.
   *
   * @param count requests that held it
   * @param status the last reply's HTTP status, 0 if there was none
   * @param first when it was first sent
   * @param last when it was last sent
   */
  public record Attempts(int count, int status, Instant first, Instant last) {}

  /** This record with the original row. */
  public SetAside withRow(Origin from, Bytes original) {
    return new SetAside(from, cause, identity, attempts, event, original);
  }

  /** This record with another detail. */
  public SetAside withDetail(String detail) {
    return new SetAside(
        origin,
        new Checked.Refused(cause.reason(), cause.field(), detail),
        identity,
        attempts,
        event,
        row);
  }
}

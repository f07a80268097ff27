package io.eventbackfill.ledger;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/**
 * A run's part of the ledger, as its workers reach it.
 *
 * @param store where it is
 * @param run the run's name
 * @param lease the lease that the run holds
 * @param lanes how many lanes there are
 * @param doubts what is in doubt
 * @param interval how long a lane goes on before it writes down what was settled
 */
public record RunLedger(
    Store store, String run, String lease, int lanes, Doubts doubts, Duration interval)
    implements Serializable {

  /**
   * What to do with events that may have been stored long ago.
   *
   * @param before milliseconds since 1970 UTC: what was sent before is forgotten by the destination
   * @param then what to do with it
   */
  public record Doubts(long before, WhenInDoubt then) implements Serializable {}

  /** What this run and those before it know of a lane. */
  LaneRecord record(int lane) {
    try {
      return LaneSegments.read(store, run, lane);
    } catch (IOException e) {
      throw LedgerRefusedException.unreadable(e);
    }
  }

  /** What earlier runs delivered. */
  History history() {
    try {
      return History.load(store, lanes);
    } catch (IOException e) {
      throw LedgerRefusedException.unreadable(e);
    }
  }

  /**
   * Fails if another run has taken the ledger over meanwhile.
   *
   * @throws LedgerRefusedException if this run is not to write any more
   */
  void requireLease() {
    try {
      if (!Lease.isHeld(store, lease)) {
        throw new LedgerRefusedException(
            "another run has taken over the ledger; this one sends nothing more");
      }
    } catch (IOException e) {
      throw LedgerRefusedException.unreadable(e);
    }
  }
}

package io.eventbackfill.steps;

import java.io.Serializable;

/**
 * A {@link Tally} of what comes row by row: this process sees each at once, the engine by the
 * thousand, and all of them when its owner says so. Used by one thread at a time.
 */
final class RowTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MOST_KEPT = 1000;

  private final Tally tally;
  private long kept;

  private RowTally(Tally tally) {
    this.tally = tally;
  }

  static RowTally of(TallyName name) {
    return new RowTally(Tally.of(name));
  }

  void add(long n) {
    tally.addHere(n);
    kept += n;
    if (kept >= MOST_KEPT) {
      tell();
    }
  }

  /** Tells the engine what it does not know yet; to be called inside a bundle. */
  void tell() {
    if (kept != 0) {
      tally.addToEngine(kept);
      kept = 0;
    }
  }
}

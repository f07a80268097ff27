package io.eventbackfill.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Where the lanes of one job in one process keep their journals. Thread-safe. */
public final class Journals {
  /** How long a run that was taken for dead may go on beside its successor. */
  private static final Duration LEASE_CHECKED = Duration.ofSeconds(10);

  private final RunLedger ledger;
  private final int ahead;
  private final InstantSource clock;
  private final LongConsumer written;
  private final History history;
  private volatile @Nullable Instant checked;

  /**
   * The journals of a run.
   *
   * @param ledger the run's
   * @param ahead how many events a request may hold
   * @param clock the time
   * @param written told of each segment that was written, with its size in bytes
   * @throws LedgerRefusedException if the ledger can't be read
   */
  public Journals(RunLedger ledger, int ahead, InstantSource clock, LongConsumer written) {
    this.written = written;
    this.ledger = ledger;
    this.ahead = Math.max(LaneJournal.MOST_UNWRITTEN, ahead);
    this.clock = clock;
    this.history = ledger.history();
  }

  /**
   * Opens a lane.
   *
   * @param lane the lane
   * @param writer a name nobody else has
   * @param position how many of the lane's events this job has taken before
   * @throws LedgerRefusedException if the ledger can't be read
   */
  public LaneJournal open(int lane, String writer, long position) {
    return new LaneJournal(
        this, writer, ledger.record(lane), history.lane(lane, ledger.run()), position);
  }

  RunLedger ledger() {
    return ledger;
  }

  int ahead() {
    return ahead;
  }

  InstantSource clock() {
    return clock;
  }

  void written(long bytes) {
    written.accept(bytes);
  }

  /** Fails if another run has taken the ledger over; asks now and then. */
  void requireLease() {
    Instant now = clock.instant();
    Instant last = checked;
    if (last == null || last.plus(LEASE_CHECKED).isBefore(now)) {
      ledger.requireLease();
      checked = now;
    }
  }
}

package io.eventbackfill.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins a lane's file with events of ascending time. Holds the file's current block and the entries
 * of one millisecond. For one thread; of no use after an exception.
 */
final class VolumeCursor implements Closeable {
  private final VolumeReader reader;

  /** Whether the reader stands on an entry that is not before what was asked for. */
  private boolean ahead;

  private boolean started;
  private long asked;

  /** The entries of the millisecond that was asked for, by fingerprint. */
  private long[] fingerprints = new long[8];

  private long[] doubts = new long[8];
  private int held;

  VolumeCursor(VolumeReader reader) {
    this.reader = reader;
  }

  /**
   * The entry about an event, or null. To be asked in ascending order of time; in any order within
   * a millisecond.
   *
   * @throws IllegalStateException if asked for an earlier time than before
   * @throws LedgerRefusedException if the file is damaged
   */
  @Nullable Sent find(long millis, long fingerprint) throws IOException {
    if (!started || millis != asked) {
      if (started && millis < asked) {
        throw new IllegalStateException("asked for " + millis + " after " + asked);
      }
      started = true;
      asked = millis;
      gather();
    }
    int found = Arrays.binarySearch(fingerprints, 0, held, fingerprint);
    return found < 0 ? null : new Sent(millis, fingerprint, doubts[found]);
  }

  private void gather() throws IOException {
    held = 0;
    if (!ahead || reader.millis() < asked) {
      ahead = reader.advance(asked);
    }
    while (ahead && reader.millis() == asked) {
      if (held == fingerprints.length) {
        fingerprints = Arrays.copyOf(fingerprints, held * 2);
        doubts = Arrays.copyOf(doubts, held * 2);
      }
      fingerprints[held] = reader.fingerprint();
      doubts[held] = reader.doubtfulSince();
      held++;
      ahead = reader.advance(asked);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

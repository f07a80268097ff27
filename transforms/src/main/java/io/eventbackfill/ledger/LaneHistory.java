package io.eventbackfill.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What finished runs have sent through a lane, to be joined with its events in ascending order of
 * time. Holds, for each volume whose time has come, one block and the entries of one millisecond,
 * and has no others open. For one thread; of no use after an exception.
 */
public final class LaneHistory implements AutoCloseable {
  private final Store store;
  private final int lane;
  private final List<Part> parts = new ArrayList<>();
  private long asked = Long.MIN_VALUE;

  LaneHistory(Store store, int lane, List<Volume> volumes) {
    this.store = store;
    this.lane = lane;
    for (Volume volume : volumes) {
      LaneFile file = volume.files().get(lane);
      if (file != null) {
        parts.add(new Part(volume, file));
      }
    }
  }

  /**
   * What is known of an event: delivered if any run says so, else the latest doubt; null if none
   * has sent it. To be asked in ascending order of time; in any order within a millisecond.
   *
   * @param millis the event's time, epoch milliseconds
   * @param fingerprint of its identity
   * @throws IllegalStateException if asked for an earlier time than before
   * @throws LedgerRefusedException if a part of the history is missing or damaged
   */
  public @Nullable Sent find(long millis, long fingerprint) throws IOException {
    if (millis < asked) {
      throw new IllegalStateException("asked for " + millis + " after " + asked);
    }
    asked = millis;
    Sent known = null;
    for (Part part : parts) {
      Sent found = part.find(millis, fingerprint);
      if (found != null) {
        known = known == null ? found : known.and(found);
      }
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    VolumeMerge.closeAll(parts);
  }

  /** A volume's file, open from the time of its first entry to that of its last. */
  private final class Part implements Closeable {
    private final Volume volume;
    private final LaneFile file;
    private @Nullable VolumeCursor cursor;

    Part(Volume volume, LaneFile file) {
      this.volume = volume;
      this.file = file;
    }

    @Nullable Sent find(long millis, long fingerprint) throws IOException {
      if (millis < file.first()) {
        return null;
      }
      if (millis > file.last()) {
        close();
        return null;
      }
      if (cursor == null) {
        cursor = new VolumeCursor(volume.open(store, lane));
      }
      return cursor.find(millis, fingerprint);
    }

    @Override
    public void close() throws IOException {
      VolumeCursor closing = cursor;
      cursor = null;
      if (closing != null) {
        closing.close();
      }
    }
  }
}

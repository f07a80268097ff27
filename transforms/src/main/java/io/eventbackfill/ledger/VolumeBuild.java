package io.eventbackfill.ledger;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Writes the files of volumes, several lanes at once. Publishes nothing. */
final class VolumeBuild {
  private final Store store;
  private final int lanes;
  private final ExecutorService pool;

  /**
   * @param pool writes the lanes; its threads each hold a block of each volume they read
   */
  VolumeBuild(Store store, int lanes, ExecutorService pool) {
    this.store = store;
    this.lanes = lanes;
    this.pool = pool;
  }

  /** The volume of these entries, which may be empty. */
  Volume of(Set<String> runs, LaneEntries entries) throws IOException {
    String folder = Volume.folder(runs);
    List<Callable<Optional<LaneFile>>> work = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      int which = lane;
      work.add(() -> writeLane(Volume.laneName(folder, which), entries, which));
    }
    Map<Integer, LaneFile> files = new HashMap<>();
    List<Optional<LaneFile>> written = all(work);
    for (int lane = 0; lane < lanes; lane++) {
      int which = lane;
      written.get(lane).ifPresent(file -> files.put(which, file));
    }
    return Volume.of(lanes, runs, files);
  }

  /** One volume instead of several. */
  Volume merged(List<Volume> volumes) throws IOException {
    Set<String> runs = new TreeSet<>();
    volumes.forEach(volume -> runs.addAll(volume.runs()));
    return of(runs, lane -> open(volumes, lane));
  }

  private SentSource open(List<Volume> volumes, int lane) throws IOException {
    List<VolumeReader> readers = new ArrayList<>();
    try {
      for (Volume volume : volumes) {
        if (volume.files().containsKey(lane)) {
          readers.add(volume.open(store, lane));
        }
      }
      return new VolumeMerge(readers);
    } catch (IOException | LedgerRefusedException e) {
      VolumeMerge.closeAll(readers);
      throw e;
    }
  }

  private Optional<LaneFile> writeLane(String name, LaneEntries entries, int lane)
      throws IOException {
    try (VolumeMerge source = new VolumeMerge(List.of(entries.lane(lane)))) {
      Sent entry = source.next();
      if (entry == null) {
        return Optional.empty();
      }
      try (VolumeWriter writer = new VolumeWriter(store.create(name), name)) {
        for (; entry != null; entry = source.next()) {
          writer.write(entry);
        }
        return Optional.of(writer.finish());
      }
    }
  }

  private <T> List<T> all(List<Callable<T>> work) throws IOException {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> done : pool.invokeAll(work)) {
        results.add(done.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a volume was written");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause != null) {
        Throwables.throwIfInstanceOf(cause, IOException.class);
        Throwables.throwIfUnchecked(cause);
      }
      throw new IOException("a volume could not be written", e);
    }
    return results;
  }
}

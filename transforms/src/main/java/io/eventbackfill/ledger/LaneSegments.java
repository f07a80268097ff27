package io.eventbackfill.ledger;

import io.eventbackfill.ledger.Store.Item;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds and checks the segments of a run's lanes. */
final class LaneSegments {
  private LaneSegments() {}

  /** Where a lane's segments are. */
  static String folder(String run, int lane) {
    return String.format(Locale.ROOT, "runs/%s/lanes/%04d/", run, lane);
  }

  /**
   * What the segments of a lane say together. Whatever is missing or damaged becomes a damage of
   * the record.
   */
  static LaneRecord read(Store store, String run, int lane) throws IOException {
    String folder = folder(run, lane);
    LaneRecord record = new LaneRecord(lane);
    SortedMap<String, List<String>> byWriter = new TreeMap<>();
    List<String> seen = new ArrayList<>();
    for (Item item : store.list(folder)) {
      String name = item.name().substring(folder.length());
      int dash = name.lastIndexOf('-');
      if (dash > 0) {
        byWriter.computeIfAbsent(name.substring(0, dash), w -> new ArrayList<>()).add(name);
      }
    }
    for (Map.Entry<String, List<String>> writer : byWriter.entrySet()) {
      new Chain(store, folder, record, seen).read(writer.getKey(), writer.getValue());
    }
    for (String name : seen) {
      String writer = name.substring(0, Math.max(0, name.lastIndexOf('-')));
      if (!byWriter.containsKey(writer)) {
        record.damaged(
            "the segment " + store.address(folder + name) + " is missing", Long.MAX_VALUE);
      }
    }
    return record;
  }

  /** The segments of one writer, each tied to the one before. */
  private static final class Chain {
    private final Store store;
    private final String folder;
    private final LaneRecord record;
    private final List<String> seen;
    private final List<String> damages = new ArrayList<>();
    private @Nullable Segment before;
    private int checksum;
    private int next;

    Chain(Store store, String folder, LaneRecord record, List<String> seen) {
      this.store = store;
      this.folder = folder;
      this.record = record;
      this.seen = seen;
    }

    void read(String writer, List<String> names) throws IOException {
      for (String name : names) {
        for (; Segment.name(writer, next).compareTo(name) < 0; next++) {
          damaged(Segment.name(writer, next), "is missing");
        }
        next++;
        boolean isLast = name.equals(names.get(names.size() - 1));
        byte[] bytes = bytes(name);
        Optional<Segment> read = parse(name, bytes, isLast);
        if (read.isPresent()) {
          add(name, read.get());
          checksum = SegmentFormat.checksumOf(bytes);
        }
      }
      Segment last = before;
      // What a lost last segment held, the one before it allowed to send; of two nobody knows.
      flush(damages.size() > 1 || last == null ? Long.MAX_VALUE : last.head().reach());
      if (last != null) {
        record.end(last);
      }
    }

    private void add(String name, Segment segment) {
      boolean follows = before == null || segment.head().previous() == checksum;
      if (damages.isEmpty() && !follows) {
        damaged(name, "does not follow the one before it");
      }
      // What was lost was sent before this one was written.
      flush(segment.head().reach());
      seen.addAll(segment.head().seen());
      record.add(segment);
      before = segment;
    }

    /** Empty if it was not written whole, or is damaged. */
    private Optional<Segment> parse(String name, byte[] bytes, boolean isLast) {
      try {
        Optional<Segment> segment = SegmentFormat.read(bytes);
        if (segment.isEmpty() && !isLast) {
          damaged(name, "ends too early");
        }
        return segment;
      } catch (IOException e) {
        damaged(name, "is damaged: " + e.getMessage());
        return Optional.empty();
      }
    }

    private void damaged(String name, String what) {
      damages.add("the segment " + store.address(folder + name) + " " + what);
    }

    private void flush(long reach) {
      damages.forEach(damage -> record.damaged(damage, reach));
      damages.clear();
    }

    private byte[] bytes(String name) throws IOException {
      try {
        return store.read(folder + name);
      } catch (FileNotFoundException e) {
        throw new LedgerRefusedException(
            "the segment " + store.address(folder + name) + " went while it was read", e);
      }
    }
  }
}

package io.eventbackfill.ordering;

import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.ordering.LaneSorter.Run;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorted runs of events in a temporary file: blocks, each behind its length. The file is gone when
 * it is closed; where the system can do that, also when the process dies.
 */
final class SpillFile implements Closeable {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final String PREFIX = "event-backfill-";
  private static final String SUFFIX = ".sort";

  private final FileChannel channel;
  private final EventBlock.Builder builder = new EventBlock.Builder();
  private final List<Extent> extents = new ArrayList<>();
  private long begin;
  private long end;

  private record Extent(long from, long to) {}

  private SpillFile(FileChannel channel) {
    this.channel = channel;
  }

  /** A new file in this folder; where the system keeps temporary files, if it is null. */
  static SpillFile in(@Nullable Path folder) throws IOException {
    Path file =
        folder == null
            ? Files.createTempFile(PREFIX, SUFFIX)
            : Files.createTempFile(folder, PREFIX, SUFFIX);
    return new SpillFile(
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Adds an event, which is no earlier than the one before it in its run. */
  void add(EventBlock block, int at) throws IOException {
    builder.add(block, at);
    if (builder.size() >= BLOCK_BYTES) {
      flush();
    }
  }

  /** What comes now belongs to another run. */
  void endRun() throws IOException {
    flush();
    extents.add(new Extent(begin, end));
    begin = end;
  }

  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Extent extent : extents) {
      runs.add(new Spilled(extent));
    }
    return runs;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void flush() throws IOException {
    if (!builder.isEmpty()) {
      byte[] bytes = builder.build().bytes();
      ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + bytes.length);
      out.putInt(bytes.length).put(bytes).flip();
      while (out.hasRemaining()) {
        end += channel.write(out, end);
      }
    }
  }

  private byte[] read(long from, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining()) {
      if (channel.read(into, from + into.position()) < 0) {
        throw new EOFException("the temporary file of a sort has lost its end");
      }
    }
    return into.array();
  }

  private final class Spilled implements Run {
    private final long to;
    private long from;
    private @Nullable EventBlock block;
    private int at;

    Spilled(Extent extent) {
      this.from = extent.from();
      this.to = extent.to();
    }

    @Override
    public long millis() {
      return block().millis(at);
    }

    @Override
    public QueuedEvent event() {
      return block().event(at);
    }

    @Override
    public boolean next() throws IOException {
      if (block != null && block.has(block.after(at))) {
        at = block.after(at);
        return true;
      }
      if (from == to) {
        return false;
      }
      int length = ByteBuffer.wrap(read(from, Integer.BYTES)).getInt();
      EventBlock next = EventBlock.of(read(from + Integer.BYTES, length));
      from += Integer.BYTES + length;
      block = next;
      at = next.first();
      return true;
    }

    private EventBlock block() {
      if (block == null) {
        throw new IllegalStateException("no event at hand");
      }
      return block;
    }
  }
}

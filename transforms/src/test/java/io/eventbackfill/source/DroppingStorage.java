package io.eventbackfill.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Holds one file, and fails as it is told to: each channel at a byte, or when it is opened. */
final class DroppingStorage implements ChannelOpener {
  private byte[] file;
  private final Deque<Step> steps = new ArrayDeque<>();

  /** Where each channel was first read from. */
  final List<Long> readFrom = new ArrayList<>();

  int opened;
  int closed;

  /** What the next channel does: gives this many bytes, then throws, or says nothing if null. */
  private record Step(int bytes, Exception failure) {}

  DroppingStorage(byte[] file) {
    this.file = file;
  }

  /** The next channel without a fate gives this many bytes, the last of them with the failure. */
  DroppingStorage dropping(int bytes, Exception failure) {
    steps.add(new Step(bytes, failure));
    return this;
  }

  /** Another content from here on. */
  void replace(byte[] other) {
    file = other;
  }

  @Override
  public ReadableByteChannel open() throws IOException {
    opened++;
    Step step = steps.isEmpty() ? new Step(Integer.MAX_VALUE, null) : steps.remove();
    if (step.bytes() < 0) {
      raise(step.failure());
    }
    return new Dropping(new SeekableInMemoryByteChannel(file), step);
  }

  private static void raise(Exception failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
  }

  private final class Dropping implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private final Step step;
    private int given;

    Dropping(SeekableByteChannel channel, Step step) {
      this.channel = channel;
      this.step = step;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (given == 0) {
        readFrom.add(channel.position());
      }
      int limit = into.limit();
      into.limit(into.position() + Math.min(into.remaining(), step.bytes() - given));
      int read = into.hasRemaining() ? channel.read(into) : 0;
      into.limit(limit);
      given += Math.max(read, 0);
      // The failing read has already put bytes into the buffer, as some clients do.
      if (given == step.bytes()) {
        raise(step.failure());
        return 0;
      }
      return read;
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      channel.position(to);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {
      closed++;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException("read only");
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException("read only");
    }
  }
}

package io.eventbackfill.steps;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream whose content becomes an object when it is closed, and only if every write succeeded:
 * try-with-resources closes after a failure, too. Not thread-safe.
 */
final class WholeObject extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(WholeObject.class);

  private final String address;
  private final WritableByteChannel channel;
  private final OutputStream out;
  private final @Nullable Move move;
  private boolean broken;
  private boolean closed;

  private record Move(ResourceId from, ResourceId to) {}

  /** An object that its channel publishes when it is closed, and not before. */
  WholeObject(String address, WritableByteChannel channel) {
    this(address, channel, null);
  }

  /** An object that is written as a draft first, and moved into its place. */
  WholeObject(String address, WritableByteChannel channel, ResourceId draft, ResourceId place) {
    this(address, channel, new Move(draft, place));
  }

  private WholeObject(String address, WritableByteChannel channel, @Nullable Move move) {
    this.address = address;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
    this.move = move;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    step(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() throws IOException {
    step(out::flush);
  }

  /** What may fail at a file system. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void step(Step step) throws IOException {
    if (broken || closed) {
      throw new IOException("the stream is " + (closed ? "closed: " : "broken: ") + address);
    }
    // An Error must not publish a part either.
    broken = true;
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      throw new IOException("can't write " + address + ": " + e.getMessage(), e);
    }
    broken = false;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (!broken) {
        step(this::publish);
      }
    } finally {
      closed = true;
      if (broken) {
        discard();
      }
    }
  }

  private void publish() throws IOException {
    out.flush();
    channel.close();
    if (move != null) {
      FileSystems.rename(List.of(move.from()), List.of(move.to()));
    }
  }

  /** Closing a channel without a draft would publish what it has, so that one is left as it is. */
  private void discard() {
    if (move == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("{} can't be closed", move.from(), e);
    }
    try {
      FileSystems.delete(List.of(move.from()), StandardMoveOptions.IGNORE_MISSING_FILES);
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} is left behind", move.from(), e);
    }
  }
}

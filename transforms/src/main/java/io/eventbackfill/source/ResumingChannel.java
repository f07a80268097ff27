package io.eventbackfill.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file's bytes, from a storage that drops connections: after a failure the file is opened again,
 * and read on from the byte where it was. Gives up when it gets no byte further in {@value
 * #MOST_IN_A_ROW} more attempts. It does not wait between them, for clients of object stores do
 * that whenever they open something.
 *
 * <p>Every failure is an {@link IOException}, though such clients have unchecked ones of their own.
 * A file whose size has changed when it is opened again is not read on.
 *
 * <p>Not thread-safe.
 */
public final class ResumingChannel implements SeekableByteChannel {
  private static final Logger LOG = LoggerFactory.getLogger(ResumingChannel.class);

  static final int MOST_IN_A_ROW = 3;

  /** Up to here reading is sooner done than asking an object store for another range. */
  private static final int READ_OVER_BYTES = 256 * 1024;

  private final ChannelOpener opener;
  private final long size;
  private SeekableByteChannel channel;
  private long position;
  private int inARow;
  private boolean open = true;

  private ResumingChannel(ChannelOpener opener, SeekableByteChannel channel) throws IOException {
    this.opener = opener;
    this.channel = channel;
    this.size = channel.size();
  }

  /**
   * A channel at the file's first byte. One that can't seek is left as it is: it could not resume.
   *
   * @param opener opens the file, each time
   */
  public static ReadableByteChannel over(ChannelOpener opener) throws IOException {
    ReadableByteChannel channel = opened(opener);
    return channel instanceof SeekableByteChannel seekable
        ? new ResumingChannel(opener, seekable)
        : channel;
  }

  private static ReadableByteChannel opened(ChannelOpener opener) throws IOException {
    try {
      return opener.open();
    } catch (RuntimeException e) {
      throw checked(e);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    int from = into.position();
    while (true) {
      IOException failure;
      try {
        int read = seekAndRead(into);
        if (read != 0) {
          position += Math.max(read, 0);
          inARow = 0;
          return read;
        }
        failure = new IOException("no more bytes came at %,d of %,d".formatted(position, size));
      } catch (IOException | RuntimeException e) {
        failure = checked(e);
      }
      // Some of it may be there: it comes once more.
      into.position(from);
      resume(failure);
    }
  }

  private int seekAndRead(ByteBuffer into) throws IOException {
    if (channel.position() != position) {
      if (position >= size) {
        return -1;
      }
      seek();
    }
    return channel.read(into);
  }

  private void seek() throws IOException {
    long ahead = position - channel.position();
    if (ahead < 0 || ahead > READ_OVER_BYTES) {
      channel.position(position);
      return;
    }
    ByteBuffer passed = ByteBuffer.allocate((int) ahead);
    while (passed.hasRemaining()) {
      if (channel.read(passed) <= 0) {
        throw new IOException("no more bytes came before %,d of %,d".formatted(position, size));
      }
    }
  }

  private void resume(IOException failure) throws IOException {
    IOException last = failure;
    while (inARow < MOST_IN_A_ROW) {
      Failure.passInterruptOn(last);
      inARow++;
      closeQuietly();
      try {
        if (opened(opener) instanceof SeekableByteChannel again) {
          channel = again;
          requireSameSize(again.size());
          // Nothing was asked for yet, so this costs no request.
          again.position(position);
          return;
        }
      } catch (ChangedException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        last = checked(e);
      }
    }
    throw last;
  }

  private void requireSameSize(long now) throws ChangedException {
    if (now != size) {
      throw new ChangedException(
          "the file was changed while it was read: it had %,d bytes and has %,d"
              .formatted(size, now));
    }
  }

  private void closeQuietly() {
    try {
      channel.close();
    } catch (IOException | RuntimeException e) {
      // It has failed before; what it gave is kept.
      LOG.debug("a channel that failed can't be closed either", e);
    }
  }

  /** What opening the file again does not mend. */
  private static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedException(String message) {
      super(message);
    }
  }

  /** What such a client says, without the exceptions that it is wrapped in. */
  private static IOException checked(Exception e) {
    return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
  }

  @Override
  public long position() {
    return position;
  }

  /** Free of charge: what is asked for next is where the next read begins. */
  @Override
  public SeekableByteChannel position(long to) {
    position = to;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    try {
      channel.close();
    } catch (RuntimeException e) {
      throw checked(e);
    }
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new NonWritableChannelException();
  }
}

package io.eventbackfill.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A channel's bytes. Does not close the channel.
 *
 * <p>Asks for a bounded number of bytes at once: file channels copy through native memory of the
 * size asked for, which the thread then keeps.
 */
final class ChannelInput extends StickyInput {

  /**
   * The storage failed, which says nothing about the file's content. A type of its own, since
   * clients of object stores report a dropped connection as an end of file.
   */
  static final class ChannelFailure extends IOException {
    private static final long serialVersionUID = 1L;

    ChannelFailure(IOException cause) {
      super(cause);
    }
  }

  /** Twice this is no faster from a local disk. */
  static final int MOST_PER_READ = 64 * 1024;

  private final ReadableByteChannel channel;

  ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  int readSome(byte[] into, int from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, from, Math.min(length, MOST_PER_READ));
    try {
      int read;
      do {
        read = channel.read(buffer);
      } while (read == 0);
      return read;
    } catch (IOException e) {
      throw new ChannelFailure(e);
    }
  }
}

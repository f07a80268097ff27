package io.eventbackfill.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel's bytes. Does not close the channel. */
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

  private final ReadableByteChannel channel;

  ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  int readSome(byte[] into, int from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, from, length);
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

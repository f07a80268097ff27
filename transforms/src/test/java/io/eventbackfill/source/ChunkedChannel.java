package io.eventbackfill.source;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Gives its bytes in chunks of the sizes named, over and over; can't seek. */
final class ChunkedChannel implements ReadableByteChannel {
  private final ByteBuffer bytes;
  private final int[] sizes;
  private int reads;

  ChunkedChannel(byte[] bytes, int... sizes) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.sizes = sizes;
  }

  @Override
  public int read(ByteBuffer into) {
    if (!bytes.hasRemaining()) {
      return -1;
    }
    int size = sizes[reads++ % sizes.length];
    int length = Math.min(size, Math.min(into.remaining(), bytes.remaining()));
    into.put(bytes.slice(bytes.position(), length));
    bytes.position(bytes.position() + length);
    return length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}

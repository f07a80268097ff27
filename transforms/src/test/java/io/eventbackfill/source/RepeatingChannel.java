package io.eventbackfill.source;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** One block of bytes many times over, so that a test of a large file needs no large file. */
final class RepeatingChannel implements ReadableByteChannel {
  private final ByteBuffer block;
  private long left;

  RepeatingChannel(byte[] block, long times) {
    this.block = ByteBuffer.wrap(block);
    this.left = times;
  }

  @Override
  public int read(ByteBuffer into) {
    if (!block.hasRemaining()) {
      block.rewind();
      left--;
    }
    if (left == 0) {
      return -1;
    }
    int length = Math.min(into.remaining(), block.remaining());
    into.put(block.slice(block.position(), length));
    block.position(block.position() + length);
    return length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}

package io.eventbackfill.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Gives its bytes, then fails. */
final class BreakingChannel implements ReadableByteChannel {
  private final ByteBuffer bytes;
  private final IOException failure;

  BreakingChannel(byte[] bytes, IOException failure) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.failure = failure;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!bytes.hasRemaining()) {
      throw failure;
    }
    int length = Math.min(into.remaining(), bytes.remaining());
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

package io.eventbackfill.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of all streams of a bzip2 file, one after the other. What a block holds (up to 900
 * kB) is there whole or not at all; what is decoded before a failure is handed out before it. A
 * block's checksum is known at its end only.
 */
final class Bzip2Input extends StickyInput {
  private final UnclosedInput in;
  private @Nullable BZip2CompressorInputStream content;
  private @Nullable IOException pending;

  Bzip2Input(InputStream in) {
    this.in = new UnclosedInput(in);
  }

  @Override
  int readSome(byte[] into, int from, int length) throws IOException {
    if (pending != null) {
      throw pending;
    }
    long before = content == null ? 0 : content.getBytesRead();
    try {
      if (content == null) {
        content = new BZip2CompressorInputStream(in, true);
      }
      return content.read(into, from, Math.min(length, DECODED_PER_READ));
    } catch (IOException | RuntimeException e) {
      // The decoder drops what it has decoded when it fails; its count tells how much that is.
      int decoded = content == null ? 0 : (int) (content.getBytesRead() - before);
      pending = failure(e);
      if (decoded == 0) {
        throw pending;
      }
      return decoded;
    }
  }

  /** Leaves the input open. */
  @Override
  public void close() throws IOException {
    if (content != null) {
      content.close();
    }
  }

  /** The decoder trips over some damaged blocks, and has no type for data that ends. */
  private IOException failure(Exception e) {
    if (e instanceof ChannelInput.ChannelFailure storage) {
      return storage;
    }
    if (in.ended()) {
      EOFException truncated = new EOFException("the compressed data ends too early");
      truncated.initCause(e);
      return truncated;
    }
    return e instanceof IOException io ? io : new IOException("the data is damaged (" + e + ")", e);
  }
}

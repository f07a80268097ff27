package io.eventbackfill.source;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The content of all frames of a Zstandard file, one after the other. Driven block by block, as the
 * library's own stream takes a file that is cut inside a later frame for a whole one.
 *
 * <p>What is decoded before a truncated end is handed out before the {@link EOFException}; a block
 * (128 KiB at the most) is there whole or not at all. Of what is decoded in the same read as
 * corrupt data or a wrong checksum, at most {@link StickyInput#DECODED_PER_READ} bytes are
 * withheld.
 *
 * <p>Memory, outside the heap: what a frame asks for, 128 MiB at the most; a frame that asks for
 * more is a failure, as it is to zstd(1).
 */
final class ZstdInput extends StickyInput {
  private static final int MOST_PACKED = 16 * 1024;

  private final InputStream in;
  private final ZstdDecompressCtx decoder = new ZstdDecompressCtx();
  private final byte[] block = new byte[MOST_PACKED];
  private final ByteBuffer packed = ByteBuffer.allocateDirect(MOST_PACKED).limit(0);
  private final ByteBuffer content = ByteBuffer.allocateDirect(DECODED_PER_READ).limit(0);

  private boolean frameEnded = true;

  /** True if the decoder had no room for all that it could have given. */
  private boolean more;

  ZstdInput(InputStream in) {
    this.in = in;
  }

  @Override
  int readSome(byte[] into, int from, int length) throws IOException {
    while (!content.hasRemaining()) {
      if (!packed.hasRemaining() && !more && !refill()) {
        return -1;
      }
      decode();
    }
    int read = Math.min(length, content.remaining());
    content.get(into, from, read);
    return read;
  }

  /** Ends the decoder's native memory; leaves the input open. */
  @Override
  public void close() {
    decoder.close();
  }

  private void decode() throws IOException {
    content.clear();
    try {
      frameEnded = decoder.decompressDirectByteBufferStream(content, packed);
    } catch (ZstdException e) {
      content.limit(0);
      throw new IOException(e.getMessage(), e);
    }
    more = !frameEnded && !content.hasRemaining();
    content.flip();
  }

  private boolean refill() throws IOException {
    int read = in.read(block);
    if (read < 0) {
      if (!frameEnded) {
        throw new EOFException("the compressed data ends too early");
      }
      return false;
    }
    packed.clear();
    packed.put(block, 0, read).flip();
    return true;
  }
}

package io.eventbackfill.source;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An input that ends once: after its end it stays at its end, after a failure every read fails the
 * same way. One read asks the source at most once for bytes, so that bytes in hand are handed out
 * before a failure shows.
 */
abstract class StickyInput extends InputStream {
  /**
   * The most a decoder should be asked for at once: what it decodes in the same read as corrupt
   * data is lost. Larger reads are not faster.
   */
  static final int DECODED_PER_READ = 8192;

  private final byte[] single = new byte[1];
  private boolean ended;
  private @Nullable IOException failure;

  /**
   * As {@link InputStream#read(byte[], int, int)}, for a length of at least 1; not called again
   * after the end or a failure.
   */
  abstract int readSome(byte[] into, int from, int length) throws IOException;

  /** True once the source has said that there is no more. */
  final boolean ended() {
    return ended;
  }

  /** True once the source has failed. */
  final boolean failed() {
    return failure != null;
  }

  @Override
  public final int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public final int read(byte[] into, int from, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    try {
      int read = readSome(into, from, length);
      ended = read < 0;
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}

package io.eventbackfill.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An input for a decoder, which closes what it reads from with itself: closing ends here. Remembers
 * whether it was read beyond its end, by which a decoder's failure is a truncation.
 */
final class UnclosedInput extends FilterInputStream {
  private boolean ended;

  UnclosedInput(InputStream in) {
    super(in);
  }

  /** True once somebody asked for more than there is. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    ended |= read < 0;
    return read;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    ended |= read < 0;
    return read;
  }

  @Override
  public void close() {}
}

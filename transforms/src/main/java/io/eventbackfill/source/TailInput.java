package io.eventbackfill.source;

import java.io.IOException;
import java.io.InputStream;

/** Passes an archive's bytes on and remembers the last of them, where a ZIP's directory ends. */
final class TailInput extends StickyInput {
  /** Of the record that ends a directory (APPNOTE 4.3.16): itself and the longest comment. */
  private static final int LONGEST_END = 22 + 0xffff;

  private final InputStream in;
  private final byte[] tail = new byte[LONGEST_END];
  private int held;

  TailInput(InputStream in) {
    this.in = in;
  }

  @Override
  int readSome(byte[] into, int from, int length) throws IOException {
    int read = in.read(into, from, length);
    if (read > 0) {
      remember(into, from, read);
    }
    return read;
  }

  /** True if the archive has ended, and not as a whole one does. */
  boolean isCut() {
    return ended() && !endsDirectory();
  }

  private boolean endsDirectory() {
    for (int i = held - 22; i >= 0; i--) {
      if (tail[i] == 'P' && tail[i + 1] == 'K' && tail[i + 2] == 5 && tail[i + 3] == 6) {
        return true;
      }
    }
    return false;
  }

  private void remember(byte[] bytes, int from, int length) {
    int added = Math.min(length, tail.length);
    int kept = Math.min(held, tail.length - added);
    System.arraycopy(tail, held - kept, tail, 0, kept);
    System.arraycopy(bytes, from + length - added, tail, kept, added);
    held = kept + added;
  }
}

package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of an input that is held in memory while the end of a row is looked for. Offsets count
 * from the first byte held. Grows up to the longest row allowed, whatever the input holds.
 */
final class Window {
  /** How much of an overlong or cut-off row is kept; enough to recognise it by. */
  static final int KEPT_BYTES = 64 * 1024;

  private static final int BLOCK = 256 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final int most;

  private byte[] buffer = new byte[BLOCK];
  private int start;
  private int end;

  /**
   * @param longest the longest row to hold in memory whole, in bytes without its line's end
   */
  Window(InputStream in, int longest) {
    this.in = in;
    this.most = Math.max(longest, KEPT_BYTES) + 2;
  }

  int length() {
    return end - start;
  }

  byte at(int offset) {
    return buffer[start + offset];
  }

  /** Where a byte is first found from an offset on, or -1. */
  int indexOf(char wanted, int from) {
    byte[] bytes = buffer;
    int to = end;
    for (int i = start + from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i - start;
      }
    }
    return -1;
  }

  /** True if no row that may be held whole is longer than what is held. */
  boolean isFull() {
    return length() >= most;
  }

  Bytes copy(int from, int to) {
    return Bytes.of(Arrays.copyOfRange(buffer, start + from, start + to));
  }

  /** The first bytes held, as many as are kept of a row that can't be read. */
  Bytes kept() {
    return copy(0, Math.min(length(), KEPT_BYTES));
  }

  /** Lets go of the first bytes. */
  void drop(int count) {
    start += count;
  }

  /** Adds what the input gives in one read; false at its end. */
  boolean fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == buffer.length) {
      makeRoom();
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  /** To be called at the input's beginning. */
  void dropByteOrderMark() throws IOException {
    int mark = BYTE_ORDER_MARK.length;
    while (length() < mark && Arrays.equals(buffer, 0, end, BYTE_ORDER_MARK, 0, end)) {
      if (!fill()) {
        return;
      }
    }
    if (end >= mark && Arrays.equals(buffer, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
      start = mark;
    }
  }

  private void makeRoom() {
    int held = end - start;
    byte[] target = buffer;
    if (held > buffer.length / 2) {
      // Never smaller than what is held: it is not filled any more once it is full.
      target = buffer.length < most ? new byte[(int) Math.min(2L * held, most)] : buffer;
    }
    System.arraycopy(buffer, start, target, 0, held);
    buffer = target;
    start = 0;
    end = held;
  }
}

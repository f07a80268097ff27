package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into lines. A line ends at a line feed or at the end of the input; one carriage
 * return at its end is no part of it, nor is a byte order mark at the start of the input.
 *
 * <p>Memory is bounded by the longest line allowed, whatever the input holds.
 */
final class LineReader {
  /** How much of an overlong or cut-off line is kept; enough to recognise it by. */
  static final int KEPT_BYTES = 64 * 1024;

  private static final int BLOCK = 256 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /**
   * A line.
   *
   * @param row its number, from 1
   * @param bytes its bytes, or the first {@link #KEPT_BYTES} of an overlong line
   * @param length its true length in bytes
   */
  record Line(long row, Bytes bytes, long length) {}

  private final InputStream in;
  private final int longest;

  private byte[] buffer = new byte[BLOCK];
  private int start;
  private int end;
  private boolean begun;
  private long rows;
  private @Nullable Bytes keptOfOverlong;

  /**
   * @param longest the longest line to hold in memory whole, in bytes
   */
  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * The next line, or null after the last.
   *
   * @throws IOException if the input fails; {@link #currentRow} and {@link #partialLine} tell where
   */
  @Nullable Line next() throws IOException {
    if (!begun) {
      dropByteOrderMark();
      begun = true;
    }
    int searched = start;
    while (true) {
      int feed = indexOfFeed(searched, end);
      if (feed >= 0) {
        Line line = line(start, feed);
        start = feed + 1;
        return line;
      }
      if (end - start >= Math.max(longest, KEPT_BYTES) + 2) {
        return overlong();
      }
      int held = end - start;
      if (!fill()) {
        return atEnd();
      }
      searched = start + held;
    }
  }

  /** The number of the line that {@link #next} was reading when it failed. */
  long currentRow() {
    return rows + 1;
  }

  /** What was read of that line, at most {@link #KEPT_BYTES}; empty at a line's start. */
  Bytes partialLine() {
    if (keptOfOverlong != null) {
      return keptOfOverlong;
    }
    return copy(start, Math.min(end, start + KEPT_BYTES));
  }

  private void dropByteOrderMark() throws IOException {
    int mark = BYTE_ORDER_MARK.length;
    while (end < mark && Arrays.equals(buffer, 0, end, BYTE_ORDER_MARK, 0, end)) {
      if (!fill()) {
        return;
      }
    }
    if (end >= mark && Arrays.equals(buffer, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
      start = mark;
    }
  }

  private @Nullable Line atEnd() {
    if (start == end) {
      return null;
    }
    Line line = line(start, end);
    start = end;
    return line;
  }

  private Line line(int from, int to) {
    int last = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    int length = last - from;
    int kept = length > longest ? Math.min(length, KEPT_BYTES) : length;
    rows++;
    return new Line(rows, copy(from, from + kept), length);
  }

  /** Counts the rest of the line without holding it. */
  private Line overlong() throws IOException {
    Bytes kept = copy(start, start + KEPT_BYTES);
    keptOfOverlong = kept;
    long length = 0;
    int feed;
    boolean more;
    byte last;
    do {
      length += end - start;
      last = buffer[end - 1];
      start = end;
      more = fill();
      feed = more ? indexOfFeed(start, end) : end;
    } while (feed < 0);
    length += feed - start;
    if (feed > start) {
      last = buffer[feed - 1];
    }
    start = more ? feed + 1 : end;
    keptOfOverlong = null;
    rows++;
    return new Line(rows, kept, last == '\r' ? length - 1 : length);
  }

  /** Appends what the input gives in one read to the bytes held; false at its end. */
  private boolean fill() throws IOException {
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

  private void makeRoom() {
    int held = end - start;
    byte[] target = buffer;
    if (held > buffer.length / 2) {
      int most = Math.max(longest, KEPT_BYTES) + 2;
      // Never smaller than what is held, as a line of more than that is overlong.
      target = buffer.length < most ? new byte[(int) Math.min(2L * held, most)] : buffer;
    }
    System.arraycopy(buffer, start, target, 0, held);
    buffer = target;
    start = 0;
    end = held;
  }

  private int indexOfFeed(int from, int to) {
    byte[] bytes = buffer;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private Bytes copy(int from, int to) {
    return Bytes.of(Arrays.copyOfRange(buffer, from, to));
  }
}

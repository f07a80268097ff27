package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into lines. A line ends at a line feed or at the end of the input; one carriage
 * return at its end is no part of it, nor is a byte order mark at the start of the input.
 *
 * <p>Memory is bounded by the longest line allowed, whatever the input holds.
 */
final class LineReader implements RowCutter {

  /**
   * A line.
   *
   * @param row its number, from 1
   * @param bytes its bytes, or the first {@link Window#KEPT_BYTES} of an overlong line
   * @param length its true length in bytes
   */
  record Line(long row, Bytes bytes, long length) {}

  private final Window window;
  private final int longest;
  private boolean begun;
  private long rows;
  private @Nullable Bytes keptOfOverlong;

  /**
   * @param longest the longest line to hold in memory whole, in bytes
   */
  LineReader(InputStream in, int longest) {
    this(new Window(in, longest), longest);
  }

  /**
   * @param window looked into by others too; they call {@link #begin} first
   */
  LineReader(Window window, int longest) {
    this.window = window;
    this.longest = longest;
  }

  /** Passes over a byte order mark, at the input's beginning. */
  void begin() throws IOException {
    if (!begun) {
      window.dropByteOrderMark();
      begun = true;
    }
  }

  @Override
  public @Nullable Piece next() throws IOException {
    Line line = nextLine();
    return line == null ? null : piece(line);
  }

  /** A line as a row. */
  Piece piece(Line line) {
    if (line.length() > longest) {
      String detail = "the line has " + line.length() + " bytes, allowed are " + longest;
      return Piece.bad(line.row(), line.bytes(), Reason.LINE_TOO_LONG, detail);
    }
    return Piece.of(line.row(), line.bytes());
  }

  /**
   * The next line, or null after the last.
   *
   * @throws IOException if the input fails; {@link #currentRow} and {@link #partial} tell where
   */
  @Nullable Line nextLine() throws IOException {
    begin();
    int searched = 0;
    while (true) {
      int feed = window.indexOf('\n', searched);
      if (feed >= 0) {
        Line line = line(feed);
        window.drop(feed + 1);
        return line;
      }
      if (window.isFull()) {
        return overlong();
      }
      searched = window.length();
      if (!window.fill()) {
        return atEnd();
      }
    }
  }

  /**
   * Passes over lines that somebody else has taken from the window.
   *
   * @param bytes their length, line feeds included
   */
  void taken(int bytes, int lines) {
    window.drop(bytes);
    rows += lines;
  }

  @Override
  public long currentRow() {
    return rows + 1;
  }

  @Override
  public Bytes partial() {
    return keptOfOverlong == null ? window.kept() : keptOfOverlong;
  }

  private @Nullable Line atEnd() {
    int length = window.length();
    if (length == 0) {
      return null;
    }
    Line line = line(length);
    window.drop(length);
    return line;
  }

  private Line line(int to) {
    int length = to > 0 && window.at(to - 1) == '\r' ? to - 1 : to;
    int kept = length > longest ? Math.min(length, Window.KEPT_BYTES) : length;
    rows++;
    return new Line(rows, window.copy(0, kept), length);
  }

  /** Counts the rest of the line without holding it. */
  private Line overlong() throws IOException {
    Bytes kept = window.kept();
    keptOfOverlong = kept;
    long length = 0;
    int feed;
    boolean more;
    byte last;
    do {
      length += window.length();
      last = window.at(window.length() - 1);
      window.drop(window.length());
      more = window.fill();
      feed = more ? window.indexOf('\n', 0) : 0;
    } while (feed < 0);
    length += feed;
    if (feed > 0) {
      last = window.at(feed - 1);
    }
    window.drop(more ? feed + 1 : 0);
    keptOfOverlong = null;
    rows++;
    return new Line(rows, kept, last == '\r' ? length - 1 : length);
  }
}

package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.JsonExtent.Step;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the elements out of one JSON array, or values that stand one after the other, byte for byte
 * as they are. Row numbers count elements.
 *
 * <p>An element is cut where its brackets and quotes close, and only whoever reads it finds out
 * whether the rest of it is JSON: a number that is none costs its own element. Where brackets or
 * quotes do not match, JSON has no place to go on from: what was cut is delivered, and one piece
 * stands for all the rest. Memory is bounded by the longest element allowed.
 */
final class ElementReader implements RowCutter {
  /** Stands for the input's end. */
  private static final char END = '\0';

  private final Window window;
  private final int longest;
  private final boolean array;

  private boolean begun;
  private boolean done;
  private long rows;
  private @Nullable Bytes keptOfOverlong;

  private ElementReader(InputStream in, int longest, boolean array) {
    this.window = new Window(in, longest);
    this.longest = longest;
    this.array = array;
  }

  /**
   * The elements of an array.
   *
   * @param longest the longest element to hold in memory whole, in bytes
   */
  static ElementReader ofArray(InputStream in, int longest) {
    return new ElementReader(in, longest, true);
  }

  /** Values with nothing but white space between them. */
  static ElementReader ofSequence(InputStream in, int longest) {
    return new ElementReader(in, longest, false);
  }

  @Override
  public @Nullable Piece next() throws IOException {
    if (done) {
      return null;
    }
    if (!begun) {
      window.dropByteOrderMark();
    }
    char first = nextInk();
    if (!array) {
      begun = true;
      return first == END ? end() : element();
    }
    return begun ? afterElement(first) : firstElement();
  }

  @Override
  public long currentRow() {
    return rows + 1;
  }

  @Override
  public Bytes partial() {
    return keptOfOverlong == null ? window.kept() : keptOfOverlong;
  }

  private @Nullable Piece firstElement() throws IOException {
    window.drop(1);
    begun = true;
    return switch (nextInk()) {
      case ']' -> afterArray();
      case END -> truncated();
      default -> element();
    };
  }

  private @Nullable Piece afterElement(char next) throws IOException {
    if (next == END) {
      return truncated();
    }
    if (next == ']') {
      return afterArray();
    }
    if (next != ',') {
      return damaged("element " + rows + " is followed by neither ',' nor ']'");
    }
    window.drop(1);
    return nextInk() == END ? truncated() : element();
  }

  private @Nullable Piece afterArray() throws IOException {
    window.drop(1);
    return nextInk() == END ? end() : damaged("the array is not all there is");
  }

  /** The next byte that is no white space, still in the window; {@link #END} if there is none. */
  private char nextInk() throws IOException {
    while (true) {
      int blank = 0;
      while (blank < window.length() && isBlank(window.at(blank))) {
        blank++;
      }
      window.drop(blank);
      if (window.length() > 0) {
        return window.at(0) == END ? ' ' : (char) (window.at(0) & 0xff);
      }
      if (!window.fill()) {
        return END;
      }
    }
  }

  private Piece element() throws IOException {
    JsonExtent extent = new JsonExtent();
    int offset = 0;
    long dropped = 0;
    while (true) {
      while (offset < window.length()) {
        Step step = extent.take(window.at(offset));
        if (step == Step.DAMAGED) {
          return damaged("brackets or quotes do not match in element " + (rows + 1));
        }
        if (step == Step.BEFORE) {
          return offset + dropped == 0
              ? damaged("element " + (rows + 1) + " is missing")
              : cut(offset, dropped);
        }
        offset++;
        if (step == Step.LAST) {
          return cut(offset, dropped);
        }
      }
      if (window.isFull()) {
        keptOfOverlong = partial();
        dropped += offset;
        window.drop(offset);
        offset = 0;
      }
      if (!window.fill()) {
        return extent.mayEnd() && !array ? cut(offset, dropped) : truncated();
      }
    }
  }

  private Piece cut(int length, long dropped) {
    rows++;
    long whole = dropped + length;
    Bytes overlong = keptOfOverlong;
    keptOfOverlong = null;
    if (whole <= longest) {
      Piece piece = Piece.of(rows, window.copy(0, length));
      window.drop(length);
      return piece;
    }
    Bytes kept = overlong != null ? overlong : window.copy(0, Math.min(length, Window.KEPT_BYTES));
    window.drop(length);
    String detail = "the element has " + whole + " bytes, allowed are " + longest;
    return Piece.bad(rows, kept, Reason.LINE_TOO_LONG, detail);
  }

  private Piece truncated() {
    return rest(Reason.TRUNCATED_FILE, "the file ends before its " + whole() + " does");
  }

  private Piece damaged(String what) {
    return rest(
        Reason.UNREADABLE_FILE,
        what + "; JSON has no place to go on from, so this record stands for the rest of the file");
  }

  private String whole() {
    return array ? "array" : "last value";
  }

  private Piece rest(Reason reason, String detail) {
    done = true;
    return Piece.bad(currentRow(), partial(), reason, detail);
  }

  private @Nullable Piece end() {
    done = true;
    return null;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}

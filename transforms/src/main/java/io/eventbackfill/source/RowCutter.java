package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts text into rows, in its order. */
interface RowCutter {

  /**
   * A row, or what stands in the place of one.
   *
   * @param row its number
   * @param bytes what is delivered, or the original bytes as far as they are kept
   * @param failure why it is no row; null if it is one
   */
  record Piece(long row, Bytes bytes, @Nullable Failure failure) {

    /** A row, if it is UTF-8. */
    static Piece of(long row, Bytes bytes) {
      return bytes.isUtf8()
          ? new Piece(row, bytes, null)
          : bad(row, bytes, Reason.INVALID_UTF8, "");
    }

    static Piece bad(long row, Bytes bytes, Reason reason, String detail) {
      return new Piece(row, bytes, new Failure(reason, detail));
    }
  }

  /**
   * The next piece, or null after the last.
   *
   * @throws IOException if the input fails; {@link #currentRow} and {@link #partial} tell where
   */
  @Nullable Piece next() throws IOException;

  /** The number of the row that {@link #next} was reading when it failed. */
  long currentRow();

  /** What was read of that row, at most {@link Window#KEPT_BYTES}; empty at a row's start. */
  Bytes partial();
}

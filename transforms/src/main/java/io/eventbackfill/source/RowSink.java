package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;

/** Receives the rows of a file, in the file's order. */
public interface RowSink {

  /** A row. */
  void row(RawRow row);

  /**
   * A row, or the rest of a file, that can't be read.
   *
   * @param origin where; row 0 stands for the file or member as a whole
   * @param reason why
   * @param bytes the original bytes as far as they are kept; empty for a file as a whole
   * @param detail in words
   */
  void unreadable(Origin origin, Reason reason, Bytes bytes, String detail);

  /**
   * A member of an archive that was left out as the reader was told to; nothing of it was read.
   *
   * @param origin the member, with row 0
   */
  default void memberSkipped(Origin origin) {}

  /**
   * Rows that are known not to be wanted without having been read one by one.
   *
   * @param origin where they stand: the file or member, with row 0
   * @param reason why; skips them
   * @param rows how many
   */
  default void rowsSkipped(Origin origin, Reason reason, long rows) {}
}

package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;

/** Counts, and keeps the last origin only. */
final class CountingSink implements RowSink {
  private Origin last = new Origin("", null, 0);
  private int problems;

  @Override
  public void row(RawRow row) {
    last = row.origin();
  }

  @Override
  public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
    problems++;
  }

  Origin last() {
    return last;
  }

  int problems() {
    return problems;
  }
}

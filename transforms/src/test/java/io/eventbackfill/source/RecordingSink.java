package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given, as text. */
final class RecordingSink implements RowSink {

  /** What went wrong, where. */
  record Problem(String origin, Reason reason, String kept, String detail) {}

  private final List<RawRow> raw = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  @Override
  public void row(RawRow row) {
    raw.add(row);
  }

  @Override
  public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
    problems.add(new Problem(origin.toString(), reason, bytes.text(), detail));
  }

  @Override
  public void memberSkipped(Origin origin) {
    skipped.add(origin.toString());
  }

  @Override
  public void rowsSkipped(Origin origin, Reason reason, long rows) {
    unread.add(origin + " " + reason.code() + " " + rows);
  }

  List<RawRow> raw() {
    return raw;
  }

  /** Each row as {@code origin=text}. */
  List<String> rows() {
    return raw.stream().map(row -> row.origin() + "=" + row.bytes().text()).toList();
  }

  /** The rows' text alone. */
  List<String> texts() {
    return raw.stream().map(row -> row.bytes().text()).toList();
  }

  /** Each problem as {@code origin reason}. */
  List<String> problems() {
    return problems.stream().map(p -> p.origin() + " " + p.reason().code()).toList();
  }

  /** What was kept of each problem's bytes, as text. */
  List<String> kept() {
    return problems.stream().map(Problem::kept).toList();
  }

  List<String> details() {
    return problems.stream().map(Problem::detail).toList();
  }

  Problem problem() {
    if (problems.size() != 1) {
      throw new AssertionError("not one problem but " + problems);
    }
    return problems.get(0);
  }

  List<String> skipped() {
    return skipped;
  }

  /** Each number of rows skipped unread, as {@code origin reason rows}. */
  List<String> unread() {
    return unread;
  }
}

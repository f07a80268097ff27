package io.eventbackfill.source;

import static com.google.common.base.Preconditions.checkState;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds a reader to its promises: what is delivered is UTF-8, in order, once, and ends once. */
final class AuditedSink implements RowSink {
  private final List<String> said = new ArrayList<>();
  private final Map<String, List<String>> rows = new TreeMap<>();
  private final Map<String, Long> last = new HashMap<>();
  private final Set<String> ended = new HashSet<>();

  @Override
  public void row(RawRow row) {
    checkState(row.bytes().isUtf8(), "%s is not UTF-8", row.origin());
    advance(row.origin());
    rows.computeIfAbsent(row.origin().source(), source -> new ArrayList<>())
        .add(row.bytes().text());
    said.add(row.origin() + "=" + row.bytes().text());
  }

  @Override
  public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
    boolean end = reason == Reason.TRUNCATED_FILE || reason == Reason.UNREADABLE_FILE;
    if (origin.row() > 0) {
      advance(origin);
    }
    checkState(!end || ended.add(origin.source()), "%s ends twice", origin.source());
    said.add(origin + " " + reason + " " + detail + " " + bytes.hashCode());
  }

  /** All that was delivered, in its order. */
  List<String> said() {
    return said;
  }

  /** The files and members that rows were read of. */
  Set<String> sources() {
    return rows.keySet();
  }

  /** The rows that could be read of a file or member. */
  List<String> rows(String source) {
    return rows.getOrDefault(source, List.of());
  }

  /** True if there is a record for a part of something that could not be read. */
  boolean hasEnded() {
    return !ended.isEmpty();
  }

  /** True if there is a record for a part of it that could not be read. */
  boolean hasEnded(String source) {
    return ended.contains(source);
  }

  /** The number of the last row. */
  long lastRow(String source) {
    return last.getOrDefault(source, 0L);
  }

  private void advance(Origin origin) {
    checkState(!ended.contains(origin.source()), "%s comes after the end", origin);
    Long before = last.put(origin.source(), origin.row());
    checkState(origin.row() > (before == null ? 0 : before), "%s comes after %s", origin, before);
  }
}

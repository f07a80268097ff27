package io.eventbackfill.steps;

import io.eventbackfill.model.Disposition;
import java.io.Serializable;
import java.util.List;

/** What one thread counts while it reads and maps. */
final class ReadTallies implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a file's bytes the next ones are counted when there are so many. */
  private static final long WORTH_COUNTING = 1 << 16;

  private final Tally files = Tally.of(TallyName.READ_FILES);
  private final Tally bytes = Tally.of(TallyName.READ_BYTES);
  private final RowTally rows = RowTally.of(TallyName.READ_ROWS);
  private final RowTally unreadable = RowTally.of(TallyName.READ_REJECTED);
  private final RowTally unread = RowTally.of(TallyName.READ_SKIPPED);
  private final RowTally events = RowTally.of(TallyName.MAP_EVENTS);
  private final RowTally rejected = RowTally.of(TallyName.MAP_REJECTED);
  private final RowTally deferred = RowTally.of(TallyName.MAP_DEFERRED);
  private final RowTally skipped = RowTally.of(TallyName.MAP_SKIPPED);
  private long size;
  private long counted;

  /** A file begins, of which so many bytes are to be counted. */
  void fileBegins(long fileBytes) {
    size = fileBytes;
    counted = 0;
  }

  /** So many bytes of it were read. */
  void fileAt(long read) {
    long reached = Math.min(read, size);
    if (reached - counted >= WORTH_COUNTING) {
      bytes.add(reached - counted);
      counted = reached;
    }
  }

  /** It is read, whether or not all of its bytes were looked at. */
  void fileEnds() {
    files.add(1);
    bytes.add(size - counted);
    counted = size;
  }

  void rows(long n) {
    rows.add(n);
  }

  void unreadable() {
    unreadable.add(1);
  }

  void unread(long n) {
    unread.add(n);
  }

  void event() {
    events.add(1);
  }

  /** A row that did not become an event, and where it ended. */
  void aside(Disposition disposition) {
    switch (disposition) {
      case SKIPPED -> skipped.add(1);
      case DEFERRED -> deferred.add(1);
      case REJECTED -> rejected.add(1);
      case ACCEPTED -> throw new IllegalStateException("nothing is accepted on reading");
    }
  }

  /** The engine learns all that it does not know. */
  void tell() {
    List.of(rows, unreadable, unread, events, rejected, deferred, skipped).forEach(RowTally::tell);
  }
}

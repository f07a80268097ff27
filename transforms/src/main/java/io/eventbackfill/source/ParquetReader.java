package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads Parquet files. A row becomes one JSON object, its values as {@link TextForms} writes them,
 * fields that are null left out; rows are numbered through the whole file.
 *
 * <p>A row group that can't be read costs itself: one record stands for its rows, from the first
 * that was not delivered, and the other groups are read. A footer that can't be read costs the
 * file. Checksums of pages are verified where there are any. Groups that hold no wanted time, as
 * their statistics tell, are counted and not read.
 *
 * <p>Memory: the needed columns of one row group as they are stored, and one page of each unpacked.
 * What a file claims is checked before memory is taken for it.
 */
final class ParquetReader {
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final String file;
  private final @Nullable String member;
  private final ReadSettings settings;
  private final RowSink sink;

  /**
   * @param member the member's name in its archive, or null
   */
  ParquetReader(String file, @Nullable String member, ReadSettings settings, RowSink sink) {
    this.file = file;
    this.member = member;
    this.settings = settings;
    this.sink = sink;
  }

  /**
   * Reads some of a file's row groups.
   *
   * @param channel is left open
   */
  void read(SeekableByteChannel channel, RowGroups wanted) {
    ParquetFile parquet;
    try {
      parquet = ParquetFile.open(channel, settings.wanted().fields());
    } catch (IOException e) {
      Failure failure = Failure.of(e);
      sink.unreadable(origin(0), failure.reason(), NOTHING, failure.detail());
      return;
    }
    try {
      long before = 0;
      for (int group = 0; group < parquet.groups().count(); group++) {
        if (wanted.contains(group)) {
          read(parquet, group, before);
        }
        before += parquet.groups().rows(group);
      }
    } finally {
      Closing.quietly(parquet, file);
    }
  }

  private void read(ParquetFile parquet, int group, long before) {
    Wanted wanted = settings.wanted();
    long count = parquet.groups().rows(group);
    if (count == 0) {
      return;
    }
    if (parquet.groups().isOutside(group, wanted.timeField(), wanted.range())) {
      sink.rowsSkipped(origin(0), Reason.OUTSIDE_RANGE, count);
      return;
    }
    JsonRow row = new JsonRow(settings.maxLineBytes(), parquet.isWhole());
    long delivered = 0;
    IOException failed = null;
    try (ParquetFile.Rows rows = parquet.rows(group, row)) {
      while (delivered < count && (failed = next(rows)) == null) {
        delivered++;
        row.deliver(origin(before + delivered), sink);
      }
    } catch (IOException e) {
      failed = e;
    }
    if (failed != null) {
      damaged(group, before, delivered, count, failed);
    }
  }

  /** Apart from the row's delivery: what the sink throws is no fault of the file. */
  private static @Nullable IOException next(ParquetFile.Rows rows) {
    try {
      rows.next();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void damaged(int group, long before, long delivered, long count, IOException cause) {
    Failure failure = Failure.of(cause);
    String which = "row group %d (rows %d to %d)".formatted(group, before + 1, before + count);
    sink.unreadable(
        origin(before + delivered + 1), failure.reason(), NOTHING, which + ": " + failure.detail());
  }

  private Origin origin(long row) {
    return new Origin(file, member, row);
  }
}

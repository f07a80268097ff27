package io.eventbackfill.source;

import io.eventbackfill.model.TimeRange;
import io.eventbackfill.source.TextForms.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The row groups of a file, as its footer describes them. */
final class ParquetGroups {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** Events have their time to the millisecond, rounded down. */
  private static final long MICROS_PER_MILLI = 1_000;

  private final List<BlockMetaData> groups;
  private final MessageType requested;
  private final long fileBytes;

  /**
   * @param requested the columns that will be read
   * @throws IOException if the groups claim more rows than can be counted
   */
  ParquetGroups(List<BlockMetaData> groups, MessageType requested, long fileBytes)
      throws IOException {
    this.groups = groups;
    this.requested = requested;
    this.fileBytes = fileBytes;
    long rows = 0;
    for (BlockMetaData group : groups) {
      rows += group.getRowCount();
      if (group.getRowCount() < 0 || rows < 0) {
        throw new IOException("the footer names an impossible number of rows");
      }
    }
  }

  int count() {
    return groups.size();
  }

  /** The number of a group's rows. */
  long rows(int group) {
    return groups.get(group).getRowCount();
  }

  /**
   * Divides the file into runs of groups.
   *
   * @param bytes the least that a run but the last should have, as stored
   */
  List<RowGroups> parts(long bytes) {
    List<RowGroups> parts = new ArrayList<>();
    int from = 0;
    long held = 0;
    for (int group = 0; group < groups.size(); group++) {
      held += groups.get(group).getCompressedSize();
      if (held >= bytes) {
        parts.add(new RowGroups(from, group + 1));
        from = group + 1;
        held = 0;
      }
    }
    if (from > 0 && from == groups.size()) {
      from = parts.remove(parts.size() - 1).from();
    }
    // The last takes whatever follows.
    parts.add(new RowGroups(from, Integer.MAX_VALUE));
    return parts;
  }

  /**
   * Checks what the footer says of a group's needed columns, before memory is taken for them.
   *
   * @throws IOException if it can't be true, or the group does not fit into memory
   */
  void check(int group) throws IOException {
    BlockMetaData block = groups.get(group);
    Map<ColumnPath, ColumnChunkMetaData> chunks =
        block.getColumns().stream()
            .collect(
                Collectors.toMap(
                    ColumnChunkMetaData::getPath, Function.identity(), (one, other) -> other));
    if (requested.getColumns().isEmpty()) {
      throw new IOException("the file has no columns");
    }
    long bytes = 0;
    for (ColumnDescriptor column : requested.getColumns()) {
      ColumnChunkMetaData chunk = chunks.get(ColumnPath.get(column.getPath()));
      if (chunk == null) {
        throw new IOException("the column " + String.join(".", column.getPath()) + " is missing");
      }
      check(column, chunk, block.getRowCount());
      bytes += chunk.getTotalSize();
    }
    if (bytes > fileBytes) {
      throw new IOException("its columns are said to be larger than the file");
    }
    if (bytes > Runtime.getRuntime().maxMemory() / 2) {
      throw new IOException(
          "its columns take " + bytes + " bytes, more than half of the process's memory");
    }
  }

  private void check(ColumnDescriptor column, ColumnChunkMetaData chunk, long rows)
      throws IOException {
    long start = chunk.getStartingPos();
    long bytes = chunk.getTotalSize();
    boolean flat = column.getMaxRepetitionLevel() == 0;
    boolean counts = flat ? chunk.getValueCount() == rows : chunk.getValueCount() >= rows;
    if (start < 0 || bytes < 0 || start > fileBytes - bytes || !counts) {
      throw new IOException(
          "the footer says of the column %s what can't be: %d values in the bytes from %d to %d"
              .formatted(
                  String.join(".", column.getPath()), chunk.getValueCount(), start, start + bytes));
    }
  }

  /** True if the statistics of a column of times tell that no row of a group is wanted. */
  boolean isOutside(int group, @Nullable String timeField, TimeRange range) {
    if (timeField == null) {
      return false;
    }
    ColumnPath path = ColumnPath.get(timeField);
    for (ColumnChunkMetaData column : groups.get(group).getColumns()) {
      if (column.getPath().equals(path)) {
        return isOutside(column, range);
      }
    }
    return false;
  }

  /** A column with a null tells nothing: the row's time stands elsewhere then. */
  private static boolean isOutside(ColumnChunkMetaData column, TimeRange range) {
    Statistics<?> statistics = column.getStatistics();
    if (statistics == null || !statistics.hasNonNullValue() || statistics.getNumNulls() != 0) {
      return false;
    }
    LogicalTypeAnnotation meaning = column.getPrimitiveType().getLogicalTypeAnnotation();
    try {
      if (statistics instanceof IntStatistics days
          && meaning instanceof DateLogicalTypeAnnotation) {
        return excludes(
            range,
            Math.multiplyExact(days.getMin(), MICROS_PER_DAY),
            Math.multiplyExact(days.getMax(), MICROS_PER_DAY));
      }
      if (statistics instanceof LongStatistics counts
          && meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
        Unit unit = ParquetValues.unit(timestamp.getUnit());
        return excludes(range, micros(counts.getMin(), unit), micros(counts.getMax(), unit));
      }
      return false;
    } catch (ArithmeticException e) {
      // Times that are not of this world: each row will say for itself.
      return false;
    }
  }

  private static boolean excludes(TimeRange range, long first, long last) {
    return range.excludes(Math.floorDiv(first, MICROS_PER_MILLI) * MICROS_PER_MILLI, last);
  }

  private static long micros(long count, Unit unit) {
    return switch (unit) {
      case MILLIS -> Math.multiplyExact(count, MICROS_PER_MILLI);
      case MICROS -> count;
      case NANOS -> Math.floorDiv(count, 1_000L);
    };
  }
}

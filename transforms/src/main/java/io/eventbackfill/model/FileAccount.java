package io.eventbackfill.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one file's rows. Mutable and not thread-safe. */
public final class FileAccount implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private final Map<SkippedFile, Long> skipped = new EnumMap<>(SkippedFile.class);
  private long rowsRead;
  private @Nullable Content content;

  void read(long rows) {
    rowsRead += rows;
  }

  void ended(Reason reason, long rows) {
    reasons.merge(reason, rows, Long::sum);
  }

  void skipped(SkippedFile why, long times) {
    skipped.merge(why, times, Long::sum);
  }

  void content(Content read) {
    // What an engine throws away and repeats takes its account with it: a file is read once.
    if (content != null && !content.equals(read)) {
      throw new IllegalStateException("one file, but two contents: " + content + ", " + read);
    }
    content = read;
  }

  void add(FileAccount other) {
    rowsRead += other.rowsRead;
    other.reasons.forEach(this::ended);
    other.skipped.forEach(this::skipped);
    other.content().ifPresent(this::content);
  }

  /** Rows read from the file; one more stands for what is missing of a damaged file. */
  public long rowsRead() {
    return rowsRead;
  }

  /** Rows by the reason they ended for. */
  public Map<Reason, Long> reasons() {
    return Collections.unmodifiableMap(reasons);
  }

  /** Why the file, or members of it, were left out. */
  public Map<SkippedFile, Long> skipped() {
    return Collections.unmodifiableMap(skipped);
  }

  /** What the file held, if it was read and its storage did not fail. */
  public Optional<Content> content() {
    return Optional.ofNullable(content);
  }

  /** Rows that ended like this. */
  public long rows(Disposition disposition) {
    return reasons.entrySet().stream()
        .filter(entry -> entry.getKey().disposition() == disposition)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** True if every row ended exactly once. */
  public boolean addsUp() {
    return rowsRead == reasons.values().stream().mapToLong(Long::longValue).sum();
  }
}

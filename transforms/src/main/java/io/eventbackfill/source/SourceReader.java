package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.LineReader.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that is no archive, or a member of one, as lines: plain or inside one layer of gzip.
 * Ends in at most one record that stands for what could not be read. The sink is called outside any
 * handler of exceptions, so that whatever it throws passes through.
 */
final class SourceReader {
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final String file;
  private final int maxLineBytes;
  private final RowSink sink;

  SourceReader(String file, ReadSettings settings, RowSink sink) {
    this.file = file;
    this.maxLineBytes = settings.maxLineBytes();
    this.sink = sink;
  }

  /** The bytes as something whose first ones can be looked at. */
  static BufferedInputStream buffered(StickyInput in, int block) {
    return new BufferedInputStream(in, block);
  }

  /**
   * Reads to the end, or to what can't be read.
   *
   * @param in from {@link #buffered}
   * @param member the member's name in its archive, or null
   */
  void read(BufferedInputStream in, @Nullable String member) {
    Container container = Container.of(in);
    switch (container) {
      case TEXT -> lines(in, member);
      case GZIP -> gzip(in, member);
      case ZIP -> unreadable(member, unsupported("this is a ZIP archive inside another"));
      case PARQUET, ZSTD, BZIP2, UTF_32, UTF_16 ->
          unreadable(member, unsupported("this is " + container.description()));
    }
  }

  /** Reports the file or member as a whole. */
  void unreadable(@Nullable String member, Failure failure) {
    sink.unreadable(new Origin(file, member, 0), failure.reason(), NOTHING, failure.detail());
  }

  private void gzip(BufferedInputStream in, @Nullable String member) {
    GzipInput content = new GzipInput(in);
    try {
      BufferedInputStream unpacked = buffered(content, StickyInput.DECODED_PER_READ);
      Container inner = Container.of(unpacked);
      if (inner == Container.TEXT) {
        lines(unpacked, member);
      } else {
        unreadable(member, unsupported("this is gzip of " + inner.description()));
      }
    } finally {
      Closing.quietly(content, file);
    }
  }

  private void lines(InputStream in, @Nullable String member) {
    LineReader lines = new LineReader(in, maxLineBytes);
    while (true) {
      Line line;
      try {
        line = lines.next();
      } catch (IOException e) {
        Failure failure = Failure.of(e);
        Origin origin = new Origin(file, member, lines.currentRow());
        sink.unreadable(origin, failure.reason(), lines.partialLine(), failure.detail());
        return;
      }
      if (line == null) {
        return;
      }
      deliver(line, member);
    }
  }

  private void deliver(Line line, @Nullable String member) {
    Origin origin = new Origin(file, member, line.row());
    if (line.length() > maxLineBytes) {
      String detail = "the line has " + line.length() + " bytes, allowed are " + maxLineBytes;
      sink.unreadable(origin, Reason.LINE_TOO_LONG, line.bytes(), detail);
    } else if (line.bytes().isUtf8()) {
      sink.row(new RawRow(origin, line.bytes()));
    } else {
      sink.unreadable(origin, Reason.INVALID_UTF8, line.bytes(), "");
    }
  }

  private static Failure unsupported(String what) {
    return new Failure(Reason.UNREADABLE_FILE, what + ", which this version does not read");
  }
}

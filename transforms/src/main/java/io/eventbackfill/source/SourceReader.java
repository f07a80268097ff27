package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.RowCutter.Piece;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that is no archive, or a member of one: text, Avro or Parquet, plain or inside one
 * layer of compression. Text ends in at most one record that stands for what could not be read. The
 * sink is called outside any handler of exceptions, so that whatever it throws passes through.
 */
final class SourceReader {
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  /**
   * What is read.
   *
   * @param member its name among its origins, or null if it is a file
   * @param name its name where it was written, which may tell what text is made of
   */
  record Subject(@Nullable String member, String name) {}

  private final String file;
  private final ReadSettings settings;
  private final RowSink sink;

  SourceReader(String file, ReadSettings settings, RowSink sink) {
    this.file = file;
    this.settings = settings;
    this.sink = sink;
  }

  /** The bytes as something whose first ones can be looked at. */
  static BufferedInputStream buffered(StickyInput in, int block) {
    return new BufferedInputStream(in, block);
  }

  /**
   * The first bytes, as many as there are up to a failure; leaves the input where it was.
   *
   * @param in fails again where it failed once
   */
  static byte[] head(BufferedInputStream in, int most) {
    byte[] head = new byte[most];
    int length = 0;
    in.mark(most);
    try {
      int read;
      while (length < most && (read = in.read(head, length, most - length)) > 0) {
        length += read;
      }
    } catch (IOException e) {
      // The bytes before the failure still tell; whoever reads past them meets it again.
      return rewound(in, head, length);
    }
    return rewound(in, head, length);
  }

  private static byte[] rewound(BufferedInputStream in, byte[] head, int length) {
    try {
      in.reset();
    } catch (IOException e) {
      throw new IllegalStateException("the buffer holds fewer bytes than it was asked to", e);
    }
    return Arrays.copyOf(head, length);
  }

  /** Reads a whole file to its end, or to what can't be read. */
  void read(BufferedInputStream in) {
    read(in, new Subject(null, file));
  }

  /**
   * Reads to the end, or to what can't be read.
   *
   * @param in from {@link #buffered}
   */
  void read(BufferedInputStream in, Subject subject) {
    Container container = Container.of(in);
    switch (container) {
      case TEXT -> text(in, subject);
      case GZIP -> unpacked(container, new GzipInput(in), subject);
      case ZSTD -> unpacked(container, new ZstdInput(in), subject);
      case BZIP2 -> unpacked(container, new Bzip2Input(in), subject);
      case ZIP -> unreadable(subject.member(), unsupported("this is a ZIP archive inside another"));
      case PARQUET -> parquet(in, subject.member());
      case AVRO -> new AvroReader(file, subject.member(), settings, sink).read(in);
      case UTF_32, UTF_16 ->
          unreadable(subject.member(), unsupported("this is " + container.description()));
    }
  }

  /** Reports the file or member as a whole. */
  void unreadable(@Nullable String member, Failure failure) {
    sink.unreadable(new Origin(file, member, 0), failure.reason(), NOTHING, failure.detail());
  }

  private void unpacked(Container packing, StickyInput content, Subject subject) {
    try {
      BufferedInputStream unpacked = buffered(content, StickyInput.DECODED_PER_READ);
      Container inner = Container.of(unpacked);
      if (inner == Container.TEXT) {
        text(unpacked, subject);
      } else if (inner == Container.PARQUET || inner == Container.AVRO) {
        read(unpacked, subject);
      } else {
        String what = packing.description() + " with " + inner.description() + " inside";
        unreadable(subject.member(), unsupported("this is " + what));
      }
    } finally {
      Closing.quietly(content, file);
    }
  }

  /** By way of a temporary file, since the footer stands at the end. */
  private void parquet(InputStream in, @Nullable String member) {
    SpooledFile spooled;
    try {
      spooled = SpooledFile.of(in);
    } catch (IOException e) {
      unreadable(member, Failure.of(e));
      return;
    }
    try {
      ParquetReader reader = new ParquetReader(file, member, settings, sink);
      reader.read(spooled.channel(), RowGroups.ALL);
    } finally {
      Closing.quietly(spooled, file);
    }
  }

  private void text(BufferedInputStream in, Subject subject) {
    int longest = settings.maxLineBytes();
    TextFormat format = settings.text().of(subject.name());
    if (format.kind() == TextFormat.Kind.CSV && !SetAsideFormat.isStartOf(in)) {
      rows(new CsvReader(in, longest, format), subject);
      return;
    }
    rows(
        switch (TextShape.of(in)) {
          case LINES -> new LineReader(in, longest);
          case ARRAY -> ElementReader.ofArray(in, longest);
          case OBJECTS -> ElementReader.ofSequence(in, longest);
        },
        subject);
  }

  private void rows(RowCutter cutter, Subject subject) {
    while (true) {
      Piece piece;
      try {
        piece = cutter.next();
      } catch (IOException e) {
        Failure failure = Failure.of(e);
        Origin origin = new Origin(file, subject.member(), cutter.currentRow());
        sink.unreadable(origin, failure.reason(), cutter.partial(), failure.detail());
        return;
      }
      if (piece == null) {
        return;
      }
      deliver(piece, subject);
    }
  }

  private void deliver(Piece piece, Subject subject) {
    Origin origin = new Origin(file, subject.member(), piece.row());
    Failure failure = piece.failure();
    if (failure == null) {
      sink.row(new RawRow(origin, piece.bytes()));
    } else {
      sink.unreadable(origin, failure.reason(), piece.bytes(), failure.detail());
    }
  }

  private static Failure unsupported(String what) {
    return new Failure(Reason.UNREADABLE_FILE, what + ", which this version does not read");
  }
}

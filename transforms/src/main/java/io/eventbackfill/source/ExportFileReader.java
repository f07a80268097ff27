package io.eventbackfill.source;

import io.eventbackfill.source.ZipReader.DirectoryFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of text, Parquet or Avro: plain, packed (gzip, Zstandard or bzip2, of any number of
 * members), or ZIP archives of either. Text is JSON objects, one a line, in one array or over
 * several lines each; or CSV. What a file is, its first bytes say; its name is looked at only for
 * what no bytes say, that text is CSV.
 *
 * <p>Every row becomes the UTF-8 bytes of one JSON object (lines and elements are delivered as they
 * are, whatever they hold), or one record with its original bytes if it is not UTF-8, too long, or
 * no row of CSV. Blank lines are rows. Row numbers are line numbers, of CSV those of the lines in
 * which rows begin; in an array, and of objects over several lines, they count elements. A file or
 * member that can't be read to its end yields all complete rows before, then exactly one record:
 *
 * <ul>
 *   <li>{@code TRUNCATED_FILE} if the data ends too early, {@code UNREADABLE_FILE} otherwise;
 *   <li>its row is the first one that was not delivered, its bytes what there is of that row, at
 *       most 64 KiB; row 0 if not even the kind of content could be read.
 * </ul>
 *
 * <p>An archive cut inside a member ends in that member's record, which stands for the members
 * behind it too. Checksums are known at the end only: rows before a failed one were delivered.
 *
 * <p>A row of Parquet or Avro is one JSON object. Damage costs the row group or the block it is in,
 * and is one record; what follows is read. Parquet that is packed or in an archive, or from a
 * channel that can't seek, is copied to a temporary file, which is deleted afterwards.
 *
 * <p>Memory per call is a few blocks and one row, whatever the file's size or packing ratio; for a
 * ZIP archive also its directory, for Zstandard what its frames ask for, up to 128 MiB, for Parquet
 * one row group, for Avro one block. Immutable, for use by any number of threads.
 *
 * @param settings how
 */
public record ExportFileReader(ReadSettings settings) implements Serializable {

  /**
   * Reads a file to its end or to where it can't be read further. Nothing that is wrong with the
   * file is thrown; it goes to the sink. What the sink throws passes through as it is.
   *
   * @param file the file's name for the origins of its rows
   * @param opener opens it; what it throws besides {@link IOException} passes through
   * @param sink takes the rows
   * @throws java.io.UncheckedIOException if the thread is interrupted while it reads; its interrupt
   *     status is set
   */
  public void read(String file, ChannelOpener opener, RowSink sink) {
    read(file, RowGroups.ALL, opener, sink);
  }

  /**
   * Reads a part of a file, as {@link #read(String, ChannelOpener, RowSink)} does all of it: rows
   * have the numbers they have in the whole file.
   *
   * @param part one of those that {@link #parts} has named
   */
  public void read(String file, RowGroups part, ChannelOpener opener, RowSink sink) {
    SourceReader source = new SourceReader(file, settings, sink);
    ReadableByteChannel channel = open(opener, source);
    if (channel == null) {
      return;
    }
    try {
      BufferedInputStream in = buffered(channel);
      Container container = Container.of(in);
      if (container == Container.PARQUET && channel instanceof SeekableByteChannel seekable) {
        new ParquetReader(file, null, settings, sink).read(seekable, part);
      } else if (!part.isFirst()) {
        // It was a Parquet file when it was divided; now the first part is all there is.
        return;
      } else if (container != Container.ZIP) {
        source.read(in);
      } else if (channel instanceof SeekableByteChannel seekable) {
        readZip(file, seekable, opener, sink);
      } else {
        new ZipReader(file, settings, sink).readInSequence(in, null);
      }
    } finally {
      Closing.quietly(channel, file);
    }
  }

  /**
   * The parts of a file that can be read apart from each other, in order; together they are the
   * file. A file that can't be read or divided is one part.
   *
   * @param bytes the least that a part but the last should have, as stored
   * @throws java.io.UncheckedIOException as {@link #read} does
   */
  public List<RowGroups> parts(String file, ChannelOpener opener, long bytes) {
    try (ReadableByteChannel channel = opener.open()) {
      if (channel instanceof SeekableByteChannel seekable
          && Container.of(buffered(channel)) == Container.PARQUET) {
        try (ParquetFile parquet = ParquetFile.open(seekable, Set.of())) {
          return parquet.groups().parts(bytes);
        }
      }
    } catch (IOException e) {
      // Whoever reads the file will meet it again, and report it.
      Failure.passInterruptOn(e);
    }
    return List.of(RowGroups.ALL);
  }

  private void readZip(
      String file, SeekableByteChannel channel, ChannelOpener opener, RowSink sink) {
    ZipFile directory;
    try {
      directory = ZipReader.directory(channel);
    } catch (DirectoryFault fault) {
      readZipWithout(fault, file, opener, sink);
      return;
    }
    new ZipReader(file, settings, sink).readByDirectory(directory);
  }

  /** From the file's beginning, as the search for the directory has moved the channel. */
  private void readZipWithout(
      DirectoryFault fault, String file, ChannelOpener opener, RowSink sink) {
    ReadableByteChannel channel = open(opener, new SourceReader(file, settings, sink));
    if (channel == null) {
      return;
    }
    try {
      new ZipReader(file, settings, sink).readInSequence(buffered(channel), fault);
    } finally {
      Closing.quietly(channel, file);
    }
  }

  private static BufferedInputStream buffered(ReadableByteChannel channel) {
    return SourceReader.buffered(new ChannelInput(channel), ChannelInput.MOST_PER_READ);
  }

  private static @Nullable ReadableByteChannel open(ChannelOpener opener, SourceReader source) {
    try {
      return opener.open();
    } catch (IOException e) {
      source.unreadable(null, Failure.ofStorage("opening failed", e));
      return null;
    }
  }
}

package io.eventbackfill.source;

import io.eventbackfill.source.ZipReader.DirectoryFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of lines: plain, gzip (of any number of members), or ZIP archives of either. What a
 * file is, its first bytes say; its name is never looked at.
 *
 * <p>Every line becomes one row, or one record with its original bytes if it is not UTF-8 or too
 * long; blank lines are rows, so row numbers are line numbers. A file or member that can't be read
 * to its end yields all complete lines before, then exactly one record:
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
 * <p>Memory per call is a few blocks and one line, whatever the file's size or packing ratio; for a
 * ZIP archive also its directory. Immutable, for use by any number of threads.
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
    SourceReader source = new SourceReader(file, settings, sink);
    ReadableByteChannel channel = open(opener, source);
    if (channel == null) {
      return;
    }
    try {
      BufferedInputStream in = buffered(channel);
      if (Container.of(in) != Container.ZIP) {
        source.read(in, null);
      } else if (channel instanceof SeekableByteChannel seekable) {
        readZip(file, seekable, opener, sink);
      } else {
        new ZipReader(file, settings, sink).readInSequence(in, null);
      }
    } finally {
      Closing.quietly(channel, file);
    }
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

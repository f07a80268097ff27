package io.eventbackfill.source;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * Opens one file from its beginning. May be called more than once for one read; the reader closes
 * what it opened.
 */
@FunctionalInterface
public interface ChannelOpener {

  /**
   * A new blocking channel at the file's first byte. ZIP archives are read by their directory if it
   * is a {@link java.nio.channels.SeekableByteChannel}, otherwise from front to back.
   *
   * @throws IOException if the file can't be opened; becomes a record of the file
   */
  ReadableByteChannel open() throws IOException;
}

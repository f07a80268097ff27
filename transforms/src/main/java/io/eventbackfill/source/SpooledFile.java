package io.eventbackfill.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Content that can only be read from front to back, copied to a temporary file where it can be read
 * anywhere. The file is gone when this is closed, and at the latest with the process.
 */
final class SpooledFile implements Closeable {
  private final Path path;
  private final FileChannel channel;

  private SpooledFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Copies the content.
   *
   * @throws IOException if it can't be read
   * @throws UncheckedIOException if the temporary file can't be written, which is no fault of the
   *     content
   */
  static SpooledFile of(InputStream content) throws IOException {
    SpooledFile spooled = create();
    try {
      byte[] block = new byte[ChannelInput.MOST_PER_READ];
      int read;
      while ((read = content.read(block, 0, block.length)) > 0) {
        spooled.append(ByteBuffer.wrap(block, 0, read));
      }
      return spooled;
    } catch (IOException | RuntimeException e) {
      spooled.close();
      throw e;
    }
  }

  SeekableByteChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  private static SpooledFile create() {
    try {
      Path path = Files.createTempFile("event-backfill-", ".spooled");
      return new SpooledFile(
          path,
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file can be made", e);
    }
  }

  private void append(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary file can't be written", e);
    }
  }
}

package io.eventbackfill.source;

import io.eventbackfill.model.Content;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a file for its reader and takes the checksum of all its bytes while they are read. Keeps
 * what it opened open until it is closed itself. For one file and one thread.
 */
public final class ContentChecksum implements ChannelOpener, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentChecksum.class);

  private final String file;
  private final ChannelOpener opener;
  private final List<ReadableByteChannel> opened = new ArrayList<>();

  /** What was opened last; null if that failed. */
  private @Nullable ChecksumChannel last;

  private ContentChecksum(String file, ChannelOpener opener) {
    this.file = file;
    this.opener = opener;
  }

  /**
   * Opens a file as another opener does.
   *
   * @param file the file's name, for the log
   */
  public static ContentChecksum of(String file, ChannelOpener opener) {
    return new ContentChecksum(file, opener);
  }

  @Override
  public ReadableByteChannel open() throws IOException {
    return reopened();
  }

  /**
   * The file's content, to be asked for when its reader is done. What the reader left unread is
   * read here; a file that it did not read from front to back, such as a ZIP archive by its
   * directory, is read once more as a whole.
   *
   * @return nothing if the file could not be opened or its storage failed
   * @throws java.io.UncheckedIOException if the thread is interrupted while it reads; its interrupt
   *     status is set
   */
  public Optional<Content> take() {
    if (last == null || last.hasFailed()) {
      return Optional.empty();
    }
    try {
      return Optional.of((last.isInOrder() ? last : reopened()).content());
    } catch (IOException e) {
      Failure.passInterruptOn(e);
      LOG.warn("{} was read, but its checksum can't be taken", file, e);
      return Optional.empty();
    }
  }

  /** How far the file was read, from its first byte on, as far as that is known. */
  public long bytesRead() {
    return last == null ? 0 : last.bytesInOrder();
  }

  @Override
  public void close() {
    for (ReadableByteChannel channel : opened) {
      Closing.quietly(channel, file);
    }
  }

  private ChecksumChannel reopened() throws IOException {
    last = null;
    ReadableByteChannel channel = opener.open();
    opened.add(channel);
    ChecksumChannel checked = ChecksumChannel.over(channel);
    last = checked;
    return checked;
  }
}

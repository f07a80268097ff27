package io.eventbackfill.source;

import io.eventbackfill.model.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.CRC32C;

/**
 * Passes a file's bytes on and takes their checksum, as long as they are read from front to back.
 * Can seek if the channel behind it can. Closing leaves that channel open: the bytes that nobody
 * has read are still wanted.
 */
class ChecksumChannel implements ReadableByteChannel {
  private final ReadableByteChannel channel;
  private final CRC32C checksum = new CRC32C();
  private long bytes;
  private boolean inOrder = true;
  private boolean ended;
  private boolean failed;

  private ChecksumChannel(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Wraps a channel.
   *
   * @param channel stands at the file's first byte
   */
  static ChecksumChannel over(ReadableByteChannel channel) {
    return channel instanceof SeekableByteChannel seekable
        ? new Seekable(seekable)
        : new ChecksumChannel(channel);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int from = into.position();
    int read;
    try {
      read = channel.read(into);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    if (read < 0) {
      ended = true;
    } else if (inOrder) {
      checksum.update(into.duplicate().limit(from + read).position(from));
      bytes += read;
    }
    return read;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {}

  /** Bytes read from front to back. */
  final long bytesInOrder() {
    return bytes;
  }

  /** False once bytes were passed over: there will be no checksum. */
  final boolean isInOrder() {
    return inOrder;
  }

  /** True if what was read is not all that there is: the storage failed. */
  final boolean hasFailed() {
    return failed;
  }

  /**
   * The checksum of the whole file. Reads what nobody has read yet.
   *
   * @throws IOException if that fails
   */
  final Content content() throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(ChannelInput.MOST_PER_READ);
    while (!ended) {
      rest.clear();
      read(rest);
    }
    return new Content(bytes, (int) checksum.getValue());
  }

  /** ZIP archives are read by their directory only from a channel that can seek. */
  private static final class Seekable extends ChecksumChannel implements SeekableByteChannel {
    private final SeekableByteChannel channel;

    Seekable(SeekableByteChannel channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      super.inOrder &= to == super.bytes;
      channel.position(to);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }
  }
}

package io.eventbackfill.source;

import io.eventbackfill.source.ChannelInput.ChannelFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A channel as Parquet's library reads from it: only what is asked for. Never closes it. Fails as
 * {@link ChannelInput} does, so that storage can be told from content.
 */
final class ChannelInputFile implements InputFile {
  private final SeekableByteChannel channel;
  private final long length;

  /**
   * @throws IOException if the channel can't tell its size
   */
  ChannelInputFile(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    try {
      this.length = channel.size();
    } catch (IOException e) {
      throw new ChannelFailure(e);
    }
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Seeking(new FromPosition(channel));
  }

  /** Stands in the library's messages. */
  @Override
  public String toString() {
    return "the file";
  }

  /** The bytes from the channel's position on. */
  private static final class FromPosition extends InputStream {
    private final SeekableByteChannel channel;

    FromPosition(SeekableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      ByteBuffer buffer = ByteBuffer.wrap(into, from, Math.min(length, ChannelInput.MOST_PER_READ));
      try {
        int read;
        do {
          read = channel.read(buffer);
        } while (read == 0);
        return read;
      } catch (IOException e) {
        throw new ChannelFailure(e);
      }
    }
  }

  private static final class Seeking extends DelegatingSeekableInputStream {
    private final SeekableByteChannel channel;

    Seeking(FromPosition in) {
      super(in);
      this.channel = in.channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long to) throws IOException {
      try {
        channel.position(to);
      } catch (IOException e) {
        throw new ChannelFailure(e);
      }
    }
  }
}

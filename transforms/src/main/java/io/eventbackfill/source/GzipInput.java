package io.eventbackfill.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of all members of a gzip file, one after the other.
 *
 * <p>Bytes that were decoded before a truncated end are handed out before the {@link EOFException};
 * of those decoded in the same read as corrupt data, at most {@link StickyInput#DECODED_PER_READ}
 * are withheld, which are suspect in any case. A member's checksum is known at its end only: rows
 * before a failed checksum have been handed out. Zeros after a member are padding and ignored, as
 * gzip(1) does; anything else that is no further member is a failure.
 */
final class GzipInput extends StickyInput {
  private final InputStream in;
  private @Nullable GzipCompressorInputStream member;
  private boolean first = true;
  private @Nullable IOException pending;

  /**
   * @param in supports marks, so that what the decoder read too much can be put back
   */
  GzipInput(InputStream in) {
    this.in = in;
  }

  @Override
  int readSome(byte[] into, int from, int length) throws IOException {
    if (pending != null) {
      throw pending;
    }
    while (true) {
      if (member == null) {
        if (!toNextMember()) {
          return -1;
        }
        member = new GzipCompressorInputStream(new UnclosedInput(in));
      }
      int read = readMember(member, into, from, Math.min(length, DECODED_PER_READ));
      if (read > 0) {
        return read;
      }
      endMember();
    }
  }

  /** Ends the decoder's native memory; leaves the input open. */
  @Override
  public void close() throws IOException {
    endMember();
  }

  private void endMember() throws IOException {
    if (member != null) {
      member.close();
      member = null;
    }
  }

  /** The decoder drops what it has decoded when it fails; its count tells how much that is. */
  private int readMember(GzipCompressorInputStream member, byte[] into, int from, int length)
      throws IOException {
    long before = member.getBytesRead();
    try {
      return member.read(into, from, length);
    } catch (IOException e) {
      int decoded = (int) (member.getBytesRead() - before);
      if (decoded == 0) {
        throw e;
      }
      pending = e;
      return decoded;
    }
  }

  private boolean toNextMember() throws IOException {
    if (first) {
      first = false;
      return true;
    }
    int next;
    do {
      in.mark(2);
      next = in.read();
    } while (next == 0);
    if (next < 0) {
      return false;
    }
    int second = in.read();
    if (next == 0x1f && second < 0) {
      throw new EOFException("the gzip data ends inside the header of a member");
    }
    if (next != 0x1f || second != 0x8b) {
      throw new IOException("bytes that are no gzip data follow the last gzip member");
    }
    in.reset();
    return true;
  }
}

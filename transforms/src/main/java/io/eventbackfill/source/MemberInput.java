package io.eventbackfill.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The content of an archive's member, with its length and checksum verified at its end; the library
 * that unpacks it does neither.
 */
final class MemberInput extends StickyInput {

  /**
   * What the archive says of a member's content.
   *
   * @param length in bytes, or -1 if it does not say
   * @param crc its CRC-32, or -1 if it does not say
   */
  record Promise(long length, long crc) {

    static Promise of(ZipArchiveEntry entry) {
      return new Promise(entry.getSize(), entry.getCrc());
    }
  }

  private final InputStream in;
  private final Promise promise;
  private final BooleanSupplier archiveEnded;
  private final CRC32 crc = new CRC32();
  private long length;
  private boolean cut;

  /**
   * @param archiveEnded true once the archive itself has no more bytes, which makes a failure a
   *     truncation
   */
  MemberInput(InputStream in, Promise promise, BooleanSupplier archiveEnded) {
    this.in = in;
    this.promise = promise;
    this.archiveEnded = archiveEnded;
  }

  /** True if the archive has ended inside this member. */
  boolean isCut() {
    return cut;
  }

  @Override
  int readSome(byte[] into, int from, int most) throws IOException {
    int read = unpack(into, from, Math.min(most, DECODED_PER_READ));
    if (read < 0) {
      verify();
      return read;
    }
    crc.update(into, from, read);
    length += read;
    return read;
  }

  private int unpack(byte[] into, int from, int most) throws IOException {
    try {
      return in.read(into, from, most);
    } catch (IOException e) {
      // The library has a type for content that is wrong and none for an archive that ends.
      if (archiveEnded.getAsBoolean() && !(e instanceof ZipException)) {
        cut = true;
        EOFException truncated = new EOFException("the archive ends inside this member");
        truncated.initCause(e);
        throw truncated;
      }
      throw e;
    } catch (RuntimeException e) {
      throw ZipReader.damaged(e);
    }
  }

  private void verify() throws IOException {
    if (length < promise.length()) {
      throw new EOFException(
          "the member has " + length + " bytes, its archive says " + promise.length());
    }
    if (promise.length() >= 0 && length > promise.length()) {
      throw new IOException(
          "the member has " + length + " bytes, its archive says " + promise.length());
    }
    if (promise.crc() >= 0 && crc.getValue() != promise.crc()) {
      throw new IOException("the member's checksum is not what its archive says");
    }
  }
}

package io.eventbackfill.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a lane's file from its beginning to its end, holding one block. No entry is given before
 * its block's checksum has been seen to be right. For one thread.
 */
final class VolumeReader implements SentSource {
  /** More than a block of usual size, so that a store is asked for large pieces. */
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final String address;
  private final LaneFile file;

  private final CRC32C checksum = new CRC32C();
  private final byte[] frame = new byte[VolumeFormat.BLOCK_BYTES + VolumeFormat.CHECKSUM_BYTES];
  private ByteBuffer payload = ByteBuffer.allocate(0);
  private long blockLast = Long.MIN_VALUE;
  private int inBlock;
  private long entries;
  private boolean ended;

  private long millis;
  private long fingerprint;
  private long doubtfulSince;

  /**
   * @param in from where; closed with this
   * @param name the object's name in its store
   * @param address the object's address, for messages
   * @param file what the volume's descriptor says of it
   * @throws LedgerRefusedException if this is no such file
   */
  VolumeReader(InputStream in, String name, String address, LaneFile file) throws IOException {
    this.in = in;
    this.address = address;
    this.file = file;
    readHeader(VolumeFormat.label(name));
  }

  /**
   * Opens an object.
   *
   * @throws java.io.FileNotFoundException if there is none
   */
  static VolumeReader open(Store store, String name, LaneFile file) throws IOException {
    InputStream in = new BufferedInputStream(store.open(name), BUFFER_BYTES);
    try {
      return new VolumeReader(in, name, store.address(name), file);
    } catch (IOException | LedgerRefusedException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Moves on to the next entry whose time is not before the one given. Blocks that are before it as
   * a whole are not decoded.
   *
   * @return false after the last one
   * @throws LedgerRefusedException if the file is damaged
   */
  boolean advance(long notBefore) throws IOException {
    do {
      while (inBlock == 0 || blockLast < notBefore) {
        if (!readBlock()) {
          return false;
        }
      }
      decode();
    } while (millis < notBefore);
    return true;
  }

  long millis() {
    return millis;
  }

  long fingerprint() {
    return fingerprint;
  }

  long doubtfulSince() {
    return doubtfulSince;
  }

  @Override
  public @Nullable Sent next() throws IOException {
    return advance(Long.MIN_VALUE) ? new Sent(millis, fingerprint, doubtfulSince) : null;
  }

  private void readHeader(long label) throws IOException {
    ByteBuffer header = read(frame, VolumeFormat.HEADER_BYTES);
    require(header.getInt() == VolumeFormat.MAGIC, "is not a part of a delivery history");
    int version = header.getInt();
    require(
        version <= VolumeFormat.VERSION, "was written by a newer version (format " + version + ")");
    require(version == VolumeFormat.VERSION, "is damaged: there is no format " + version);
    require(header.getLong() == label, "is the file of another lane or volume");
    checksum.update(frame, 0, VolumeFormat.HEADER_BYTES);
  }

  private boolean readBlock() throws IOException {
    if (ended) {
      return false;
    }
    int count = read(frame, Integer.BYTES).getInt();
    if (count == 0) {
      readEnd();
      return false;
    }
    ByteBuffer header = readOn(VolumeFormat.BLOCK_BYTES + VolumeFormat.CHECKSUM_BYTES);
    int length = header.getInt();
    long first = header.getLong();
    long last = header.getLong();
    // Nothing of it is verified yet; it must not make us allocate what it likes.
    require(
        count > 0
            && count <= VolumeFormat.MAX_ENTRIES
            && length >= count * VolumeFormat.MIN_ENTRY_BYTES
            && length <= count * VolumeFormat.MAX_ENTRY_BYTES,
        "is damaged: a block of " + count + " entries in " + length + " bytes");
    if (payload.array().length < length) {
      payload = ByteBuffer.allocate(length);
    }
    read(payload.array(), length);
    checksum.update(frame, 0, VolumeFormat.BLOCK_BYTES);
    checksum.update(payload.array(), 0, length);
    requireChecksum(header.getInt());
    require(entries > 0 || first == file.first(), "is not the one the volume was made of");
    payload.position(0).limit(length);
    inBlock = count;
    entries += count;
    millis = first;
    blockLast = last;
    return true;
  }

  private void readEnd() throws IOException {
    ended = true;
    inBlock = 0;
    ByteBuffer end = readOn(VolumeFormat.END_BYTES + VolumeFormat.CHECKSUM_BYTES);
    long count = end.getLong();
    checksum.update(frame, 0, VolumeFormat.END_BYTES);
    requireChecksum(end.getInt());
    require(in.read() < 0, "is damaged: it goes on behind its end");
    // The descriptor's checksum covers all of the file, so nothing else of it needs a look.
    require(
        count == entries && (int) checksum.getValue() == file.checksum(),
        "is not the one the volume was made of");
  }

  private void decode() {
    try {
      long head = varint();
      millis += head >>> 1;
      fingerprint = payload.getLong();
      doubtfulSince = (head & 1) == 0 ? 0 : varint();
    } catch (BufferUnderflowException e) {
      throw refused("is damaged: an entry is cut off", e);
    }
    inBlock--;
    require(
        doubtfulSince >= 0 && (inBlock > 0 || (!payload.hasRemaining() && millis == blockLast)),
        "is damaged: a block does not hold what it says");
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = payload.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw refused("is damaged: a number does not end", null);
  }

  /** The frame as a whole, whose first number was read before. */
  private ByteBuffer readOn(int length) throws IOException {
    readFully(frame, Integer.BYTES, length - Integer.BYTES);
    return ByteBuffer.wrap(frame, Integer.BYTES, length - Integer.BYTES);
  }

  private ByteBuffer read(byte[] into, int length) throws IOException {
    readFully(into, 0, length);
    return ByteBuffer.wrap(into, 0, length);
  }

  private void readFully(byte[] into, int offset, int length) throws IOException {
    int found = in.readNBytes(into, offset, length);
    require(found == length, "is damaged: it ends too early");
  }

  private void requireChecksum(int found) {
    require(found == (int) checksum.getValue(), "is damaged: a checksum is wrong");
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw refused(otherwise, null);
    }
  }

  private LedgerRefusedException refused(String what, @Nullable Throwable cause) {
    String message = address + " " + what;
    return cause == null
        ? new LedgerRefusedException(message)
        : new LedgerRefusedException(message, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

package io.eventbackfill.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes a lane's file, as {@link VolumeFormat} draws it. For one thread. */
final class VolumeWriter implements Closeable {
  private final OutputStream out;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer payload =
      ByteBuffer.allocate(VolumeFormat.MAX_ENTRIES * VolumeFormat.MAX_ENTRY_BYTES);
  private final ByteBuffer frame =
      ByteBuffer.allocate(VolumeFormat.BLOCK_BYTES + VolumeFormat.CHECKSUM_BYTES);

  private int inBlock;
  private long blockFirst;
  private @Nullable Sent last;
  private long first;
  private long entries;
  private long bytes;

  /**
   * @param out where to; closed with this
   * @param name the object's name in its store, which becomes part of the file
   */
  VolumeWriter(OutputStream out, String name) throws IOException {
    this.out = out;
    frame.putInt(VolumeFormat.MAGIC).putInt(VolumeFormat.VERSION);
    frame.putLong(VolumeFormat.label(name));
    checksum.update(frame.array(), 0, frame.position());
    writeFrame();
  }

  /**
   * Writes an entry.
   *
   * @throws IllegalArgumentException if it doesn't come after the one before
   */
  void write(Sent entry) throws IOException {
    if (last == null) {
      first = entry.millis();
    } else if (Sent.ORDER.compare(last, entry) >= 0) {
      throw new IllegalArgumentException(entry + " after " + last);
    }
    long delta = last == null ? 0 : entry.millis() - last.millis();
    // Neighbours in order whose distance is negative are too far apart for a long.
    if (inBlock == VolumeFormat.MAX_ENTRIES || delta < 0) {
      writeBlock();
    }
    if (inBlock == 0) {
      blockFirst = entry.millis();
      delta = 0;
    }
    putVarint(delta << 1 | (entry.doubtful() ? 1 : 0));
    payload.putLong(entry.fingerprint());
    if (entry.doubtful()) {
      putVarint(entry.doubtfulSince());
    }
    inBlock++;
    entries++;
    last = entry;
  }

  /**
   * Writes the end; without it, nobody takes the file for whole.
   *
   * @throws IllegalStateException if there was no entry
   */
  LaneFile finish() throws IOException {
    if (last == null) {
      throw new IllegalStateException("a lane without entries has no file");
    }
    writeBlock();
    frame.putInt(0).putLong(entries);
    checksum.update(frame.array(), 0, frame.position());
    int sum = (int) checksum.getValue();
    frame.putInt(sum);
    writeFrame();
    return new LaneFile(entries, bytes, sum, first, last.millis());
  }

  private void writeBlock() throws IOException {
    long blockLast = last == null ? blockFirst : last.millis();
    frame.putInt(inBlock).putInt(payload.position()).putLong(blockFirst).putLong(blockLast);
    checksum.update(frame.array(), 0, frame.position());
    checksum.update(payload.array(), 0, payload.position());
    frame.putInt((int) checksum.getValue());
    writeFrame();
    writeOut(payload.array(), payload.position());
    payload.clear();
    inBlock = 0;
  }

  private void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      payload.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    payload.put((byte) rest);
  }

  private void writeFrame() throws IOException {
    writeOut(frame.array(), frame.position());
    frame.clear();
  }

  private void writeOut(byte[] content, int length) throws IOException {
    out.write(content, 0, length);
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package io.eventbackfill.source;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.xerial.snappy.Snappy;

/**
 * Unpacks the blocks that Parquet and Avro files consist of. No block may make more than {@link
 * #MOST}, whatever it claims; writers make them of about a megabyte.
 */
final class BlockPacking {
  /** The most bytes a block may have when unpacked. */
  static final int MOST = 256 << 20;

  /** For the dictionary that XZ allocates ahead of its data. */
  private static final int MOST_XZ_KIB = 256 << 10;

  private BlockPacking() {}

  /** Unpacks a block. */
  @FunctionalInterface
  interface Sized {

    /**
     * Unpacks a block.
     *
     * @param size of the unpacked block, in bytes
     * @throws IOException if the block is damaged or of another size
     */
    byte[] unpack(byte[] packed, int size) throws IOException;
  }

  /** Unpacks a block whose size nobody says. */
  @FunctionalInterface
  interface Unsized {

    /**
     * Unpacks a block.
     *
     * @throws IOException if the block is damaged
     */
    byte[] unpack(byte[] packed) throws IOException;
  }

  /**
   * Checks a size that a file claims, before memory is taken for it.
   *
   * @throws IOException if no block has that size
   */
  static void check(long size) throws IOException {
    if (size < 0 || size > MOST) {
      throw new IOException("a block is said to have " + size + " bytes, allowed are " + MOST);
    }
  }

  static byte[] snappy(byte[] packed, int size) throws IOException {
    exactly(size, Snappy.uncompressedLength(packed));
    byte[] block = new byte[size];
    Snappy.uncompress(packed, 0, packed.length, block, 0);
    return block;
  }

  static byte[] gzip(byte[] packed, int size) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] block = in.readNBytes(size);
      exactly(size, block.length);
      // The checksum is looked at where the stream ends, and not before.
      if (in.read() >= 0) {
        throw new IOException("a block has more bytes than the " + size + " it should have");
      }
      return block;
    }
  }

  static byte[] zstd(byte[] packed, int size) throws IOException {
    byte[] block = new byte[size];
    long length = Zstd.decompressByteArray(block, 0, size, packed, 0, packed.length);
    if (Zstd.isError(length)) {
      throw new IOException("damaged Zstandard data: " + Zstd.getErrorName(length));
    }
    exactly(size, length);
    return block;
  }

  static byte[] lz4Raw(byte[] packed, int size) throws IOException {
    byte[] block = new byte[size];
    exactly(size, lz4(packed, 0, packed.length, block, 0, size));
    return block;
  }

  /** Hadoop's frames around LZ4; some writers leave them out, as Arrow once did. */
  static byte[] lz4Framed(byte[] packed, int size) throws IOException {
    try {
      return lz4Frames(packed, size);
    } catch (IOException framed) {
      try {
        return lz4Raw(packed, size);
      } catch (IOException raw) {
        raw.addSuppressed(framed);
        throw raw;
      }
    }
  }

  private static byte[] lz4Frames(byte[] packed, int size) throws IOException {
    byte[] block = new byte[size];
    ByteBuffer in = ByteBuffer.wrap(packed);
    int out = 0;
    while (out < size) {
      int frameEnd = out + lengthIn(in, size - out);
      while (out < frameEnd) {
        int length = lengthIn(in, in.remaining() - Integer.BYTES);
        out += lz4(packed, in.position(), length, block, out, frameEnd - out);
        in.position(in.position() + length);
      }
    }
    return block;
  }

  private static int lengthIn(ByteBuffer in, int most) throws IOException {
    int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (length <= 0 || length > most) {
      throw new IOException("damaged LZ4 data: a length does not fit");
    }
    return length;
  }

  private static int lz4(byte[] packed, int from, int length, byte[] into, int at, int most)
      throws IOException {
    try {
      return new Lz4Decompressor().decompress(packed, from, length, into, at, most);
    } catch (RuntimeException e) {
      throw new IOException("damaged LZ4 data: " + e.getMessage(), e);
    }
  }

  static byte[] deflate(byte[] packed) throws IOException {
    Inflater inflater = new Inflater(true);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed), inflater)) {
      return all(in);
    } finally {
      inflater.end();
    }
  }

  /** As Avro packs with Snappy: with a checksum behind the data. */
  static byte[] snappyWithChecksum(byte[] packed) throws IOException {
    int length = packed.length - Integer.BYTES;
    if (length < 0) {
      throw new IOException("damaged Snappy data: no checksum");
    }
    int size = Snappy.uncompressedLength(packed, 0, length);
    check(size);
    byte[] block = new byte[size];
    Snappy.uncompress(packed, 0, length, block, 0);
    CRC32 crc = new CRC32();
    crc.update(block);
    if ((int) crc.getValue() != ByteBuffer.wrap(packed, length, Integer.BYTES).getInt()) {
      throw new IOException("damaged Snappy data: the checksum does not fit");
    }
    return block;
  }

  static byte[] zstd(byte[] packed) throws IOException {
    try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
      return all(in);
    }
  }

  static byte[] bzip2(byte[] packed) throws IOException {
    try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(packed))) {
      return all(in);
    }
  }

  static byte[] xz(byte[] packed) throws IOException {
    try (InputStream in =
        new XZCompressorInputStream(new ByteArrayInputStream(packed), false, MOST_XZ_KIB)) {
      return all(in);
    }
  }

  private static byte[] all(InputStream in) throws IOException {
    byte[] block = in.readNBytes(MOST + 1);
    check(block.length);
    return block;
  }

  private static void exactly(int size, long length) throws IOException {
    if (length != size) {
      throw new IOException("a block has " + length + " bytes instead of " + size);
    }
  }
}

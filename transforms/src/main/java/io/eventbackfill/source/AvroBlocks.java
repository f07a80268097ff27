package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.source.BlockPacking.Unsized;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of an Avro object container file, from front to back. Memory is bounded by what the
 * file really holds, and by the largest block that is read.
 */
final class AvroBlocks {
  private static final int MAGIC_BYTES = 4;
  private static final int SYNC_BYTES = 16;

  /** A search goes through the bytes of a damaged block once more, so a file can't have many. */
  private static final int MOST_DAMAGED = 100;

  /**
   * A block, still packed.
   *
   * @param records how many it is said to hold
   */
  record Block(long records, Bytes packed) {}

  /** The blocks' borders are lost; see {@link #toNextSync}. */
  static final class BorderLost extends IOException {
    private static final long serialVersionUID = 1L;

    BorderLost(String message) {
      super(message);
    }
  }

  private final InputStream in;
  private final Schema schema;
  private final Unsized codec;
  private final byte[] sync;

  /** Bytes that were read too far. */
  private ByteArrayInputStream putBack = new ByteArrayInputStream(new byte[0]);

  private byte[] lost = new byte[0];
  private int damaged;

  /**
   * Reads the file's header.
   *
   * @throws IOException if it is damaged, or names a codec that is not known
   */
  AvroBlocks(InputStream in) throws IOException {
    this.in = in;
    readFully(MAGIC_BYTES);
    Map<String, byte[]> header = header();
    this.codec = codec(text(header.get("avro.codec"), "null"));
    this.schema = schema(text(header.get("avro.schema"), ""));
    this.sync = readFully(SYNC_BYTES);
  }

  Schema schema() {
    return schema;
  }

  /**
   * The next block, or null after the last.
   *
   * @throws BorderLost if no block is where one should be
   * @throws IOException if the file can't be read
   */
  @Nullable Block next() throws IOException {
    int first = read();
    if (first < 0) {
      return null;
    }
    long records = number(first);
    long size = number(read());
    if (records < 0 || records > BlockPacking.MOST || size < 0 || size > BlockPacking.MOST) {
      lost = new byte[0];
      throw new BorderLost(
          "a block says that it has %d records in %d bytes".formatted(records, size));
    }
    byte[] packed = read((int) size);
    byte[] border = packed.length < size ? new byte[0] : read(SYNC_BYTES);
    if (Arrays.equals(border, sync)) {
      return new Block(records, Bytes.of(packed));
    }
    lost = joined(packed, border);
    if (border.length < SYNC_BYTES && indexOfSync(lost) < 0) {
      throw new EOFException("the file ends inside a block");
    }
    throw new BorderLost("a block does not end where it says");
  }

  /**
   * Goes on behind the next border, after one was lost.
   *
   * @return false if there is none
   * @throws IOException if the file can't be read, or has too many damaged blocks
   */
  boolean toNextSync() throws IOException {
    if (++damaged > MOST_DAMAGED) {
      throw new IOException("more than " + MOST_DAMAGED + " damaged blocks");
    }
    byte[] window = lost;
    lost = new byte[0];
    while (true) {
      int at = indexOfSync(window);
      if (at >= 0) {
        putBack(window, at + SYNC_BYTES);
        return true;
      }
      byte[] more = read(ChannelInput.MOST_PER_READ);
      if (more.length == 0) {
        return false;
      }
      int kept = Math.min(window.length, SYNC_BYTES - 1);
      window = joined(Arrays.copyOfRange(window, window.length - kept, window.length), more);
    }
  }

  /**
   * A block's content.
   *
   * @throws IOException if it is damaged
   */
  AvroCursor unpack(Block block) throws IOException {
    try {
      return new AvroCursor(codec.unpack(block.packed().array()));
    } catch (RuntimeException e) {
      throw new IOException("damaged data: " + e.getMessage(), e);
    }
  }

  private Map<String, byte[]> header() throws IOException {
    Map<String, byte[]> header = new HashMap<>();
    for (long items = items(); items != 0; items = items()) {
      for (long i = 0; i < items; i++) {
        header.put(new String(sized(), StandardCharsets.UTF_8), sized());
      }
    }
    return header;
  }

  private long items() throws IOException {
    long items = number(read());
    if (items < 0) {
      number(read());
      return -items;
    }
    return items;
  }

  private byte[] sized() throws IOException {
    long size = number(read());
    BlockPacking.check(size);
    return readFully((int) size);
  }

  private static String text(byte @Nullable [] bytes, String otherwise) {
    return bytes == null ? otherwise : new String(bytes, StandardCharsets.UTF_8);
  }

  private static Unsized codec(String name) throws IOException {
    return switch (name) {
      case "null" -> packed -> packed;
      case "deflate" -> BlockPacking::deflate;
      case "snappy" -> BlockPacking::snappyWithChecksum;
      case "zstandard" -> BlockPacking::zstd;
      case "bzip2" -> BlockPacking::bzip2;
      case "xz" -> BlockPacking::xz;
      default ->
          throw new IOException(
              "its blocks are packed with " + name + ", which this version does not read");
    };
  }

  /** Names that Avro does not allow are fine: they become those of a JSON object. */
  private static Schema schema(String text) throws IOException {
    try {
      return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(text);
    } catch (SchemaParseException | StackOverflowError e) {
      throw new IOException("the schema can't be parsed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IOException("the schema can't be parsed: " + e, e);
    }
  }

  /** As {@link AvroCursor#readLong} reads it. */
  private long number(int first) throws IOException {
    long bits = 0;
    int next = first;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (next < 0) {
        throw new EOFException("the file ends inside a header");
      }
      bits |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return bits >>> 1 ^ -(bits & 1);
      }
      next = read();
    }
    throw new BorderLost("a number has more than ten bytes");
  }

  private int read() throws IOException {
    int next = putBack.read();
    return next >= 0 ? next : in.read();
  }

  private byte[] read(int length) throws IOException {
    byte[] bytes = putBack.readNBytes(length);
    return bytes.length == length ? bytes : joined(bytes, in.readNBytes(length - bytes.length));
  }

  private byte[] readFully(int length) throws IOException {
    byte[] bytes = read(length);
    if (bytes.length < length) {
      throw new EOFException("the file ends inside its header");
    }
    return bytes;
  }

  private void putBack(byte[] bytes, int from) {
    byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
    putBack = new ByteArrayInputStream(joined(rest, putBack.readAllBytes()));
  }

  private int indexOfSync(byte[] bytes) {
    for (int i = 0; i <= bytes.length - SYNC_BYTES; i++) {
      if (Arrays.equals(bytes, i, i + SYNC_BYTES, sync, 0, SYNC_BYTES)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    if (one.length == 0) {
      return other;
    }
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}

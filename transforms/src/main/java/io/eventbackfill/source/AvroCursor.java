package io.eventbackfill.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads Avro's binary encoding from a block in memory. Takes no memory for anything, however long
 * it is said to be.
 */
final class AvroCursor {
  /** Values without bytes, such as a null, that one block may hold in arrays or as records. */
  private static final int MOST_EMPTY = 1 << 20;

  private final ByteBuffer in;
  private int empty;

  AvroCursor(byte[] block) {
    this.in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return in.position();
  }

  int remaining() {
    return in.remaining();
  }

  boolean readBoolean() throws IOException {
    return bytes(1).get() != 0;
  }

  int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("an int is too large");
    }
    return (int) value;
  }

  /** Seven bits a byte, lowest first, the sign in the lowest bit of all. */
  long readLong() throws IOException {
    long bits = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes(1).get();
      bits |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return bits >>> 1 ^ -(bits & 1);
      }
    }
    throw new IOException("a number has more than ten bytes");
  }

  float readFloat() throws IOException {
    return bytes(Float.BYTES).getFloat();
  }

  double readDouble() throws IOException {
    return bytes(Double.BYTES).getDouble();
  }

  /** Bytes with their length before them. */
  ByteBuffer readBytes() throws IOException {
    return bytes(readLong());
  }

  /** This many bytes, not copied. */
  ByteBuffer bytes(long length) throws IOException {
    if (length < 0 || length > in.remaining()) {
      throw new IOException(
          "a value of %d bytes, where the block has %d more".formatted(length, in.remaining()));
    }
    ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return slice;
  }

  /** The number of items in the next part of an array or map; 0 at its end. */
  long readItems() throws IOException {
    long items = readLong();
    if (items < 0) {
      readLong();
      return -items;
    }
    return items;
  }

  /**
   * To be told after each item that can be repeated at will.
   *
   * @param before the position before it
   * @throws IOException if more items than can be meant had no bytes
   */
  void itemSince(int before) throws IOException {
    if (in.position() == before && ++empty > MOST_EMPTY) {
      throw new IOException("a block holds more than " + MOST_EMPTY + " values without bytes");
    }
  }
}

package io.eventbackfill.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Packer} wrote; never beyond the end, whatever the bytes say. */
final class Unpacker {
  private final ByteBuffer bytes;

  Unpacker(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      require(1);
      byte next = bytes.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number without an end");
  }

  long signed() throws IOException {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A count of things of at least one byte each: never more than there are bytes. */
  int count() throws IOException {
    long count = number();
    if (count < 0 || count > bytes.remaining()) {
      throw new IOException(count + " things in " + bytes.remaining() + " bytes");
    }
    return (int) count;
  }

  byte raw() throws IOException {
    require(1);
    return bytes.get();
  }

  int fixed32() throws IOException {
    require(Integer.BYTES);
    return bytes.getInt();
  }

  long fixed64() throws IOException {
    require(Long.BYTES);
    return bytes.getLong();
  }

  String text() throws IOException {
    byte[] utf8 = new byte[count()];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private void require(int count) throws IOException {
    if (bytes.remaining() < count) {
      throw new IOException("the end is missing");
    }
  }
}

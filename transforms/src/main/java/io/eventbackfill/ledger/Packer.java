package io.eventbackfill.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes numbers and texts in few bytes; what {@link Unpacker} reads. */
final class Packer {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Seven bits a byte, the lowest first, the eighth says that more follow. */
  Packer number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return this;
  }

  /** A number of either sign that is mostly near zero. */
  Packer signed(long value) {
    return number((value << 1) ^ (value >> 63));
  }

  Packer raw(byte value) {
    bytes.write(value);
    return this;
  }

  Packer fixed32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.write(value >>> shift);
    }
    return this;
  }

  Packer fixed64(long value) {
    return fixed32((int) (value >>> 32)).fixed32((int) value);
  }

  Packer text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}

package io.eventbackfill.ordering;

import io.eventbackfill.model.ByteSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteSink} has written. Fails with an index out of bounds on anything else.
 */
final class ByteSource {
  private final byte[] bytes;
  private int at;

  ByteSource(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int position() {
    return at;
  }

  int getInt() {
    at += Integer.BYTES;
    return ByteBuffer.wrap(bytes).getInt(at - Integer.BYTES);
  }

  long getLong() {
    at += Long.BYTES;
    return ByteBuffer.wrap(bytes).getLong(at - Long.BYTES);
  }

  long getVar() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  String getText() {
    int length = (int) getVar();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  byte[] getBytes() {
    int length = (int) getVar();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }
}

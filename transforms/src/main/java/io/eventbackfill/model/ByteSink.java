package io.eventbackfill.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in the making. Unlike the JDK's streams it takes no lock for each of them; one thread. */
public final class ByteSink {
  private byte[] bytes;
  private int length;

  /**
   * @param capacity bytes it takes before it has to grow
   */
  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** Appends four bytes, the highest first. */
  public void putInt(int value) {
    reserve(Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(length, value);
    length += Integer.BYTES;
  }

  /** Appends eight bytes, the highest first. */
  public void putLong(long value) {
    reserve(Long.BYTES);
    ByteBuffer.wrap(bytes).putLong(length, value);
    length += Long.BYTES;
  }

  /** Appends a number in seven bits a byte, the lowest first. */
  public void putVar(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Appends a text in UTF-8, preceded by its length. */
  public void putText(String value) {
    putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends bytes, preceded by their length. */
  public void putBytes(byte[] value) {
    putVar(value.length);
    put(value, 0, value.length);
  }

  /** Appends bytes as they are. */
  public void put(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** Writes an int over what is there. */
  public void setInt(int at, int value) {
    ByteBuffer.wrap(bytes).putInt(at, value);
  }

  /** Appends all of this to another. */
  public void copyTo(ByteSink other) {
    other.put(bytes, 0, length);
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets the bytes and keeps their room. */
  public void clear() {
    length = 0;
  }

  /** Appends a byte. */
  public void put(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /** Appends characters that are ASCII, a byte each. */
  public void putAscii(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += count;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}

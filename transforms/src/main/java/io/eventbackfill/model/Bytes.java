package io.eventbackfill.model;

import com.google.common.base.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes as a value: compared by content. The array handed in or out is shared, not copied. */
public final class Bytes {
  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** These bytes; the array must not change from here on. */
  public static Bytes of(byte[] array) {
    return new Bytes(array);
  }

  /** The text's UTF-8 bytes. */
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return array.length;
  }

  /** The bytes themselves; not to be changed. */
  public byte[] array() {
    return array;
  }

  /** True if the bytes are strictly valid UTF-8. */
  public boolean isUtf8() {
    return Utf8.isWellFormed(array);
  }

  /** The bytes read as UTF-8. */
  public String text() {
    return new String(array, StandardCharsets.UTF_8);
  }

  /** Appends the bytes. */
  public void writeTo(ByteArrayOutputStream out) {
    out.writeBytes(array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** Only the length: bytes hold customers' data and this ends up in logs. */
  @Override
  public String toString() {
    return array.length + " bytes";
  }
}

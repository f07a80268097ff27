package io.eventbackfill.emulators.posthog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Unpacks bodies, no further than to a limit. */
final class Bodies {

  private Bodies() {}

  /** More than the limit was found. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Whether a body begins like gzip, whatever its headers say. */
  static boolean looksGzipped(byte[] body) {
    return body.length > 2 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b && body[2] == 8;
  }

  /**
   * Unpacks a body.
   *
   * @throws TooLarge if there is more than {@code most}
   * @throws IOException if it cannot be unpacked
   */
  static byte[] gunzip(byte[] body, long most) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return read(in, most);
    }
  }

  /** As {@link #gunzip}, of a zlib stream, which is what HTTP calls deflate. */
  static byte[] inflate(byte[] body, long most) throws IOException {
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body))) {
      return read(in, most);
    }
  }

  private static byte[] read(InputStream in, long most) throws IOException {
    byte[] unpacked = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
    if (unpacked.length > most) {
      throw new TooLarge();
    }
    return unpacked;
  }
}

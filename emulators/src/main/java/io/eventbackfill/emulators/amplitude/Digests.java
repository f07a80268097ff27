package io.eventbackfill.emulators.amplitude;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes that every Java platform has. */
final class Digests {

  private Digests() {}

  static MessageDigest sha1() {
    return digest("SHA-1");
  }

  /** Lower-case hex. */
  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

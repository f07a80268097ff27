package io.eventbackfill.emulators;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes that every Java platform has. */
public final class Digests {

  private Digests() {}

  /** For version 5 UUIDs and the like. */
  public static MessageDigest sha1() {
    return digest("SHA-1");
  }

  /** Lower-case hex. */
  public static String sha256(byte[] bytes) {
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

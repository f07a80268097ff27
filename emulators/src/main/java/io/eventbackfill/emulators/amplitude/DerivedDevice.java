package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * The device id of an event that has only a user id: Amplitude uses a hash of the user id, and
 * exports show a version-5 UUID. The vendor's name space is unknown, so this one is ours.
 */
final class DerivedDevice {

  private static final byte[] NAME_SPACE =
      "emulated device of user ".getBytes(StandardCharsets.UTF_8);

  private DerivedDevice() {}

  static String of(String userId) {
    MessageDigest sha1 = Digests.sha1();
    sha1.update(NAME_SPACE);
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(userId.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return new UUID(high, low).toString();
  }
}

package io.eventbackfill.ledger;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.eventbackfill.model.QueuedEvent.DuplicateKey;
import java.nio.charset.StandardCharsets;

/**
 * What a ledger keeps of an identity: 64 bits of Murmur3 of what two copies of one event have in
 * common. It stands on disk: the same on every machine and in every release.
 *
 * <p>Two events are taken for one only if their millisecond and lane are equal, too. Were all of
 * 100 million events of one millisecond and one lane, two of them would share a fingerprint with a
 * chance of 1 in 3,700.
 */
final class Fingerprint {
  private static final HashFunction HASH = Hashing.murmur3_128();

  private Fingerprint() {}

  static long of(DuplicateKey key) {
    Hasher hasher = HASH.newHasher();
    put(key.kind(), hasher);
    put(key.id(), hasher);
    put(key.identity(), hasher);
    return hasher.hash().asLong();
  }

  /** With its length, so that no two keys have the same bytes. */
  private static void put(String text, Hasher hasher) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }
}

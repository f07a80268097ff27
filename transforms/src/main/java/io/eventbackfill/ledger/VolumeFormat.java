package io.eventbackfill.ledger;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The format of a lane's file in a volume. All numbers are big-endian.
 *
 * <pre>
 * File:
 *   16 bytes         Header
 *   ...              Blocks, one or more
 *   16 bytes         End
 *
 * Header:
 *   4 bytes          Magic, "EBhv"
 *   4 bytes          Version, always 1
 *   8 bytes          Label: FarmHash fingerprint of the object's name in the store
 *
 * Block (28 bytes and the payload):
 *   4 bytes          Entries, 1 to 4096
 *   4 bytes          Length of the payload in bytes
 *   8 bytes          Millis of the first entry
 *   8 bytes          Millis of the last entry
 *   4 bytes          Checksum
 *   ...              Payload: entries, strictly ascending by millis, then by fingerprint (signed)
 *
 * Entry (9 bytes to 27, about 11):
 *   1 - 10 bytes     Varint: millis since the entry before, times two, plus 1 if in doubt;
 *                    the first entry of a block counts from the block's first millis
 *   8 bytes          Fingerprint
 *   0 - 9 bytes      If in doubt: varint of the epoch milliseconds since when
 *
 * End:
 *   4 bytes          0, where a block has its entries
 *   8 bytes          Entries of the file
 *   4 bytes          Checksum
 * </pre>
 *
 * <p>A varint has seven bits in each byte, the lowest first; all bytes but its last have the top
 * bit set. Where two neighbours are further apart than 63 bits can say, a new block begins.
 *
 * <p>A checksum is the CRC32C of all bytes of the file up to there, those of the block's payload
 * included and other checksums left out. So a block is not only whole: it is the one that belongs
 * there, in this file. A block that is missing, moved or taken from elsewhere is noticed before its
 * first entry is used.
 */
final class VolumeFormat {
  static final int MAGIC = 0x45426876;
  static final int VERSION = 1;

  static final int HEADER_BYTES = 16;

  /** Without the checksum. */
  static final int BLOCK_BYTES = 24;

  /** Without the checksum. */
  static final int END_BYTES = 12;

  static final int CHECKSUM_BYTES = 4;

  /** Enough that a block's header doesn't count, and few enough that a block stays in the cache. */
  static final int MAX_ENTRIES = 4096;

  static final int MIN_ENTRY_BYTES = 9;
  static final int MAX_ENTRY_BYTES = 27;

  private VolumeFormat() {}

  /** What tells a lane's file from any other, whatever store it is copied to. */
  static long label(String name) {
    return Hashing.farmHashFingerprint64().hashString(name, StandardCharsets.UTF_8).asLong();
  }
}

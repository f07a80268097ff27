package io.eventbackfill.source;

import com.google.common.collect.ImmutableList;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** What a run of bytes is, told by its first bytes. */
enum Container {
  ZIP("a ZIP archive", "504b0304", "504b0506"),
  GZIP("a gzip file", "1f8b"),
  PARQUET("a Parquet file", "50415231"),
  ZSTD("a Zstandard file", "28b52ffd"),
  BZIP2("a bzip2 file", "425a68"),
  /** Before UTF-16: the little-endian mark of one begins with that of the other. */
  UTF_32("UTF-32 text", "fffe0000", "0000feff"),
  UTF_16("UTF-16 text", "fffe", "feff"),
  /** Whatever is nothing else; the empty file too. */
  TEXT("plain text");

  private static final int LONGEST_MAGIC = 4;

  private final String description;

  /** In hexadecimal. */
  private final ImmutableList<String> magics;

  Container(String description, String... magics) {
    this.description = description;
    this.magics = ImmutableList.copyOf(magics);
  }

  /** The kind in words, with its article. */
  String description() {
    return description;
  }

  /**
   * Looks at the first bytes and leaves the input where it was.
   *
   * @param in buffers more than that, and fails again where it failed once
   */
  static Container of(BufferedInputStream in) {
    in.mark(LONGEST_MAGIC);
    String head = HexFormat.of().formatHex(head(in));
    try {
      in.reset();
    } catch (IOException e) {
      throw new IllegalStateException("the buffer holds fewer bytes than it was asked to", e);
    }
    for (Container container : values()) {
      if (container.magics.stream().anyMatch(head::startsWith)) {
        return container;
      }
    }
    return TEXT;
  }

  private static byte[] head(InputStream in) {
    byte[] head = new byte[LONGEST_MAGIC];
    int length = 0;
    try {
      int read;
      while (length < LONGEST_MAGIC && (read = in.read(head, length, head.length - length)) > 0) {
        length += read;
      }
    } catch (IOException e) {
      // The bytes before the failure still tell; whoever reads past them meets it again.
      return Arrays.copyOf(head, length);
    }
    return Arrays.copyOf(head, length);
  }
}

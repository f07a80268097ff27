package io.eventbackfill.source;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.io.BufferedInputStream;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run of bytes is, told by its first bytes. */
enum Container {
  ZIP("a ZIP archive", "504b0304", "504b0506"),
  GZIP("a gzip file", "1f8b"),
  /** Or one with an encrypted footer. */
  PARQUET("a Parquet file", "50415231", "50415245"),
  AVRO("an Avro file", "4f626a01"),
  /** A frame, or one that is to be skipped, with which parallel packers begin. */
  ZSTD("a Zstandard file", "28b52ffd", "5[0-9a-f]2a4d18"),
  /** With the mark of its first block, or of its end: a text may well begin with BZh. */
  BZIP2("a bzip2 file", "425a683[1-9](314159265359|177245385090)"),
  /** Before UTF-16: the little-endian mark of one begins with that of the other. */
  UTF_32("UTF-32 text", "fffe0000", "0000feff"),
  UTF_16("UTF-16 text", "fffe", "feff"),
  /** Whatever is nothing else; the empty file too. */
  TEXT("plain text");

  private static final int LONGEST_MAGIC = 10;

  private final String description;

  /** Of the first bytes in hexadecimal. */
  private final ImmutableList<Pattern> magics;

  Container(String description, String... magics) {
    this.description = description;
    this.magics = Stream.of(magics).map(Pattern::compile).collect(toImmutableList());
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
    String head = HexFormat.of().formatHex(SourceReader.head(in, LONGEST_MAGIC));
    for (Container container : values()) {
      if (container.magics.stream().anyMatch(magic -> magic.matcher(head).lookingAt())) {
        return container;
      }
    }
    return TEXT;
  }
}

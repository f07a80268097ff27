package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.bzip2;
import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Packed.zip;
import static io.eventbackfill.source.Packed.zstd;
import static io.eventbackfill.source.Reading.read;
import static org.apache.commons.compress.archivers.zip.ZipMethod.STORED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Zstandard and bzip2; what gzip adds to it is in {@link GzipFileTest}. */
class CompressedFileTest {

  enum Packing {
    ZSTD,
    BZIP2;

    byte[] of(String text) {
      return this == ZSTD ? zstd(utf8(text)) : bzip2(utf8(text));
    }
  }

  @ParameterizedTest
  @EnumSource
  void framesAreOneTextEvenInsideALine(Packing packing) {
    byte[] file = join(packing.of("a\nb"), packing.of(""), packing.of("b\r"), packing.of("\nc"));

    for (int chunk : new int[] {1, 2, 3, 10, 1000}) {
      RecordingSink sink = read(() -> new ChunkedChannel(file, chunk));

      assertThat(sink.rows(), contains("f:1=a", "f:2=bb", "f:3=c"));
      assertThat(sink.problems(), empty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void membersOfArchivesMayBePackedSo(Packing packing) {
    RecordingSink sink =
        read(zip(STORED.getCode(), ImmutableMap.of("m", packing.of("a\n"), "n", utf8("b"))));

    assertThat(sink.rows(), contains("f!/m:1=a", "f!/n:1=b"));
    assertThat(sink.problems(), empty());
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyFileOfItHasNoRowsAndIsFine(Packing packing) {
    assertThat(read(packing.of("")).rows(), empty());
    assertThat(read(packing.of("")).problems(), empty());
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsLeftOfATruncatedFileIsReadAndOneRecordStandsForTheRest(Packing packing) {
    List<String> lines = lines(60);
    byte[] first = packing.of(String.join("\n", lines.subList(0, 30)) + "\n");
    byte[] file = join(first, packing.of(String.join("\n", lines.subList(30, 60)) + "\n"));
    int most = 0;

    for (int length = 10; length < file.length; length++) {
      if (length == first.length) {
        continue;
      }
      RecordingSink sink = read(Arrays.copyOf(file, length));

      int delivered = sink.rows().size();
      assertThat(sink.texts(), equalTo(lines.subList(0, delivered)));
      assertThat(sink.problems(), contains("f:" + (delivered + 1) + " truncated-file"));
      assertThat(sink.problem().detail(), equalTo("the compressed data ends too early"));
      most = Math.max(most, delivered);
    }
    assertThat(most, greaterThanOrEqualTo(30));
  }

  @ParameterizedTest
  @EnumSource
  void anyByteMayBeWrongWithoutHarmBeyondTheFile(Packing packing) {
    byte[] good = join(packing.of("{}\n{}\n"), packing.of(String.join("\n", lines(20))));
    for (int at = 10; at < good.length; at++) {
      for (int change : new int[] {0x01, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) change;

        RecordingSink sink = read(bad);

        long ends = sink.problems().stream().filter(p -> p.endsWith("-file")).count();
        assertThat(ends, lessThanOrEqualTo(1L));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsBeforeDamageAreDelivered(Packing packing) {
    byte[] good = packing.of("a\nb\n");

    RecordingSink sink = read(join(good, utf8("this is nothing that can be unpacked")));

    assertThat(sink.rows(), contains("f:1=a", "f:2=b"));
    assertThat(sink.problems(), contains("f:3 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("decoding failed: "));
  }

  @Test
  void aWrongChecksumIsReported() {
    byte[] bad = withChecksum("a\nb\n");
    bad[bad.length - 1] ^= 1;

    assertThat(read(withChecksum("a\nb\n")).problems(), empty());
    assertThat(read(bad).problems().size(), is(1));
    assertThat(read(bad).problem().detail(), containsString("checksum"));
  }

  @ParameterizedTest
  @EnumSource
  void aStorageThatFailsIsNoTruncation(Packing packing) {
    byte[] file = packing.of(String.join("\n", lines(20)));

    RecordingSink sink =
        read(() -> new BreakingChannel(Arrays.copyOf(file, 40), new IOException("gone")));

    assertThat(sink.problems(), contains("f:1 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("gone"));
  }

  @ParameterizedTest
  @EnumSource
  void aSecondLayerIsNotRead(Packing packing) {
    byte[] file = gzip(packing.of("a"));

    assertThat(read(file).problems(), contains("f:0 unreadable-file"));
    assertThat(read(file).problem().detail(), containsString("a gzip file with a "));
  }

  @ParameterizedTest
  @EnumSource
  void aLargeContentIsStreamed(Packing packing) {
    byte[] frame = packing.of("0123456789012345678\n".repeat(50_000));
    CountingSink sink = new CountingSink();

    Reading.reader(100).read("f", () -> new RepeatingChannel(frame, 40), sink);

    assertThat(sink.last().row(), is(2_000_000L));
    assertThat(sink.problems(), is(0));
  }

  /** As pzstd writes them. */
  @Test
  void aFrameToBeSkippedIsSkipped() {
    byte[] skipped = HexFormat.of().parseHex("502a4d180400000000000000");

    assertThat(read(join(skipped, zstd(utf8("a\n")))).rows(), contains("f:1=a"));
  }

  /** RFC 8878, 3.1.1.1: a window of 2 GiB. */
  @Test
  void aFrameThatAsksForTooMuchMemoryIsRefused() {
    byte[] file = HexFormat.of().parseHex("28b52ffd00a8010000");

    assertThat(read(file).problems(), contains("f:1 unreadable-file"));
    assertThat(read(file).problem().detail(), containsString("memory"));
  }

  @Test
  void textThatBeginsAsABzip2FileDoesIsText() {
    assertThat(read(utf8("BZh9 is a string")).rows(), contains("f:1=BZh9 is a string"));
  }

  @Test
  void aDamagedBlockOfBzip2CostsNoBlockBeforeIt() {
    String text = String.join("\n", lines(5_000));
    byte[] file = bzip2(utf8(text));
    file[file.length - 30] ^= 0x55;

    RecordingSink sink = read(file);

    assertThat(sink.rows().size(), greaterThan(2_000));
    assertThat(sink.problems().size(), is(1));
  }

  private static byte[] withChecksum(String text) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      return context
          .setChecksum(true)
          .setLevel(Zstd.defaultCompressionLevel())
          .compress(utf8(text));
    }
  }

  private static List<String> lines(int count) {
    Random random = new Random(17);
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"n\":" + i + ",\"v\":\"" + Long.toHexString(random.nextLong()) + "\"}")
        .toList();
  }
}

package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Reading.read;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.eventbackfill.model.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipFileTest {

  @Test
  void membersAreOneTextEvenInsideALine() {
    byte[] file = join(gzip(utf8("a\nb")), gzip(new byte[0]), gzip(utf8("b\r")), gzip(utf8("\nc")));

    for (int chunk : new int[] {1, 2, 3, 10, 1000}) {
      RecordingSink sink = read(() -> new ChunkedChannel(file, chunk));

      assertThat(sink.rows(), contains("f:1=a", "f:2=bb", "f:3=c"));
      assertThat(sink.problems(), empty());
    }
  }

  /** What the JDK's stream loses here is shown beside it: the reason for using another one. */
  @Test
  void membersAreReadThoughTheStreamSaysThatNothingIsAvailable() throws IOException {
    byte[] file = join(gzip(utf8("a\n")), gzip(utf8("b\n")), gzip(utf8("c\n")));
    int firstMember = gzip(utf8("a\n")).length;

    try (InputStream jdk = new GZIPInputStream(new NothingAvailable(file, firstMember))) {
      assertThat(jdk.readAllBytes(), equalTo(utf8("a\n")));
    }
    assertThat(
        read(() -> new ChunkedChannel(file, firstMember)).rows(),
        contains("f:1=a", "f:2=b", "f:3=c"));
  }

  @Test
  void aByteOrderMarkIsRemovedFromTheContent() {
    assertThat(read(gzip(utf8("\ufeff{}\n"))).rows(), contains("f:1={}"));
  }

  @Test
  void anEmptyGzipHasNoRowsAndIsFine() {
    assertThat(read(gzip(new byte[0])).rows(), empty());
    assertThat(read(gzip(new byte[0])).problems(), empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 70_000})
  void zerosAfterAMemberArePadding(int zeros) {
    RecordingSink sink = read(join(gzip(utf8("a")), new byte[zeros], gzip(utf8("b"))));

    assertThat(sink.rows(), contains("f:1=ab"));
    assertThat(sink.problems(), empty());
    assertThat(read(join(gzip(utf8("a")), new byte[zeros])).rows(), contains("f:1=a"));
    assertThat(read(join(gzip(utf8("a")), new byte[zeros])).problems(), empty());
  }

  @Test
  void otherBytesAfterAMemberAreReported() {
    RecordingSink sink = read(join(gzip(utf8("a\nb\n")), new byte[3], utf8("junk")));

    assertThat(sink.rows(), contains("f:1=a", "f:2=b"));
    assertThat(sink.problems(), contains("f:3 unreadable-file"));
    assertThat(
        sink.problem().detail(),
        equalTo("decoding failed: bytes that are no gzip data follow the last gzip member"));
    assertThat(
        read(join(gzip(utf8("a\n")), new byte[] {0x1f, 0x11})).problems(),
        contains("f:2 unreadable-file"));
  }

  @Test
  void aMemberWhoseHeaderIsCutIsATruncation() {
    RecordingSink sink = read(join(gzip(utf8("a\n")), new byte[] {0x1f}));

    assertThat(sink.problems(), contains("f:2 truncated-file"));
  }

  @Test
  void whateverIsLeftOfATruncatedFileIsReadAndOneRecordStandsForTheRest() {
    List<String> lines = lines(60);
    byte[] content = utf8(String.join("\n", lines) + "\n");
    byte[] file = gzip(content);
    int most = 0;

    for (int length = 2; length < file.length; length++) {
      RecordingSink sink = read(Arrays.copyOf(file, length));

      int delivered = sink.rows().size();
      assertThat(sink.texts(), equalTo(lines.subList(0, delivered)));
      assertThat(sink.problems(), contains("f:" + (delivered + 1) + " truncated-file"));
      String next = delivered < lines.size() ? lines.get(delivered) : "";
      assertThat(next.startsWith(sink.problem().kept()), is(true));
      most = Math.max(most, delivered);
    }
    assertThat(most, is(60));
  }

  /** All that the decoder has made of the bytes at hand is used, not only whole blocks of it. */
  @Test
  void aTruncatedFileLosesOnlyWhatItsLastBytesHeld() {
    List<String> lines = lines(2_000);
    byte[] file = gzip(utf8(String.join("\n", lines) + "\n"));

    int all = read(Arrays.copyOf(file, file.length - 8)).rows().size();
    int half = read(Arrays.copyOf(file, file.length / 2)).rows().size();

    assertThat(all, is(2_000));
    assertThat(half, greaterThan(900));
  }

  @Test
  void truncationInsideALineKeepsWhatThereIsOfIt() {
    byte[] file = gzip(utf8("first\nsecond"));

    RecordingSink sink = read(Arrays.copyOf(file, file.length - 8));

    assertThat(sink.rows(), contains("f:1=first"));
    assertThat(sink.problems(), contains("f:2 truncated-file"));
    assertThat(sink.problem().kept(), equalTo("second"));
    assertThat(sink.problem().detail(), equalTo("the compressed data ends too early"));
  }

  @Test
  void truncationInALaterMemberKeepsTheEarlierOnes() {
    byte[] second = gzip(utf8("b\n"));

    RecordingSink sink = read(join(gzip(utf8("a\n")), Arrays.copyOf(second, second.length - 1)));

    assertThat(sink.rows(), contains("f:1=a", "f:2=b"));
    assertThat(sink.problems(), contains("f:3 truncated-file"));
  }

  @Test
  void aWrongChecksumIsReportedWhereTheMemberEnds() {
    byte[] file = gzip(utf8("a\nb\n"));
    file[file.length - 8] ^= 1;

    RecordingSink sink = read(file);

    assertThat(sink.rows(), contains("f:1=a", "f:2=b"));
    assertThat(sink.problems(), contains("f:3 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("CRC32"));
  }

  /** A block of the reserved type 3 (RFC 1951, 3.2.3) behind a long one that is fine. */
  @Test
  void aCorruptBlockEndsTheFileAndTakesNoMoreThanAReadOfWhatIsBeforeIt() {
    byte[] header = Arrays.copyOf(gzip(new byte[0]), 10);
    byte[] good = new byte[10_000];
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(utf8("123456789\n".repeat(100_000)));
    int length = deflater.deflate(good, 0, good.length, Deflater.SYNC_FLUSH);
    deflater.end();

    RecordingSink sink = read(join(header, Arrays.copyOf(good, length), new byte[] {7, 0}));

    int delivered = sink.rows().size();
    assertThat(delivered, greaterThan(100_000 - StickyInput.DECODED_PER_READ / 10 - 2));
    assertThat(sink.problems(), contains("f:" + (delivered + 1) + " unreadable-file"));
    assertThat(
        sink.problem().detail(), equalTo("decoding failed: Gzip-compressed data is corrupt"));
  }

  @Test
  void anyByteMayBeWrongWithoutHarmBeyondTheFile() {
    byte[] good = gzip(utf8(String.join("\n", lines(40))));
    for (int at = 2; at < good.length; at++) {
      for (int change : new int[] {0x01, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) change;

        RecordingSink sink = read(bad);

        List<String> rest = sink.problems().stream().filter(p -> p.endsWith("-file")).toList();
        assertThat(rest.size(), lessThanOrEqualTo(1));
        if (rest.isEmpty()) {
          assertThat(sink.rows(), equalTo(read(good).rows()));
        }
      }
    }
  }

  @Test
  void oneLayerOfGzipIsReadAndNoMore() {
    RecordingSink sink = read(gzip(gzip(utf8("a\n"))));

    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(
        sink.problem().detail(),
        equalTo("this is a gzip file with a gzip file inside, which this version does not read"));
    assertThat(
        read(gzip(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0})).problem().detail(),
        containsString("a gzip file with UTF-16 text inside"));
  }

  @Test
  void aLargeContentIsStreamed() {
    byte[] member = gzip(utf8("0123456789012345678\n".repeat(50_000)));
    CountingSink sink = new CountingSink();

    Reading.reader(100).read("f", () -> new RepeatingChannel(member, 60), sink);

    assertThat(sink.last(), equalTo(new Origin("f", null, 3_000_000)));
    assertThat(sink.problems(), is(0));
  }

  private static List<String> lines(int count) {
    Random random = new Random(17);
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"n\":" + i + ",\"v\":\"" + Long.toHexString(random.nextLong()) + "\"}")
        .toList();
  }

  /** Hands out its bytes up to a boundary first, and never says that more are available. */
  private static final class NothingAvailable extends ByteArrayInputStream {
    private final int boundary;

    NothingAvailable(byte[] bytes, int boundary) {
      super(bytes);
      this.boundary = boundary;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return super.read(into, from, pos < boundary ? Math.min(length, boundary - pos) : length);
    }

    @Override
    public int available() {
      return 0;
    }
  }
}

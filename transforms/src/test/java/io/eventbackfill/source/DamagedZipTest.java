package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.streamedZip;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Packed.zip;
import static io.eventbackfill.source.Reading.read;
import static org.apache.commons.compress.archivers.zip.ZipArchiveEntry.DEFLATED;
import static org.apache.commons.compress.archivers.zip.ZipArchiveEntry.STORED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

class DamagedZipTest {
  private static final Map<String, byte[]> TWO =
      ImmutableMap.of("p/p_1#0.json.gz", gzip(utf8("a\nb\n")), "p/p_1#1.json", utf8("c\nd"));
  private static final String[] ROWS = {
    "f!/p/p_1#0.json.gz:1=a", "f!/p/p_1#0.json.gz:2=b", "f!/p/p_1#1.json:1=c", "f!/p/p_1#1.json:2=d"
  };

  @Test
  void aChangedMemberFailsItsChecksumAndTheOthersGoOn() {
    byte[] file = zip(STORED, ImmutableMap.of("1", utf8("a\nb\n"), "2", utf8("c")));
    file[Bytes.indexOf(file, utf8("a\nb"))] = 'x';

    for (RecordingSink sink : List.of(read(file), read(() -> new ChunkedChannel(file, 99)))) {
      assertThat(sink.rows(), contains("f!/1:1=x", "f!/1:2=b", "f!/2:1=c"));
      assertThat(sink.problems(), contains("f!/1:3 unreadable-file"));
      assertThat(sink.problem().detail(), containsString("checksum"));
    }
  }

  /** A block of the reserved type 3 (RFC 1951, 3.2.3), in a file that is read in one go. */
  @Test
  void aCorruptMemberIsNoTruncationAndWithADirectoryTheOthersGoOn() {
    byte[] file =
        zip(DEFLATED, ImmutableMap.of("1", utf8("a"), "bad", utf8("b\n"), "3", utf8("c")));
    int header = headers(file).get(1);
    file[header + 30 + file[header + 26] + file[header + 28]] = 7;

    RecordingSink sink = read(file);
    RecordingSink frontToBack = read(() -> new ChunkedChannel(file, 9_999));

    assertThat(sink.rows(), contains("f!/1:1=a", "f!/3:1=c"));
    assertThat(sink.problems(), contains("f!/bad:1 unreadable-file"));
    assertThat(frontToBack.rows(), contains("f!/1:1=a"));
    assertThat(frontToBack.problems(), contains("f!/bad:1 unreadable-file", "f:0 unreadable-file"));
  }

  /** Where the cut is not inside the member, its record does not stand for the others. */
  @Test
  void aCutBehindATruncatedMemberIsReportedToo() {
    byte[] half = gzip(utf8("a\nb"));
    Map<String, byte[]> members =
        ImmutableMap.of("1", Arrays.copyOf(half, half.length - 8), "2", utf8("c"));
    byte[] file = zip(STORED, members);
    byte[] cut = Arrays.copyOf(file, headers(file).get(1));

    for (RecordingSink sink : List.of(read(cut), read(() -> new ChunkedChannel(cut, 9_999)))) {
      assertThat(sink.rows(), contains("f!/1:1=a"));
      assertThat(sink.problems(), contains("f!/1:2 truncated-file", "f:0 truncated-file"));
    }
  }

  @Test
  void aMemberShorterThanTheArchiveSaysIsTruncated() {
    byte[] file = zip(DEFLATED, ImmutableMap.of("1", utf8("a\nb\n"), "2", utf8("c")));
    int length = Bytes.indexOf(file, new byte[] {'P', 'K', 1, 2}) + 24;
    file[length]++;

    RecordingSink sink = read(file);

    assertThat(sink.rows(), contains("f!/1:1=a", "f!/1:2=b", "f!/2:1=c"));
    assertThat(sink.problems(), contains("f!/1:3 truncated-file"));
  }

  @Test
  void aTruncatedGzipMemberEndsInItsOwnRecord() {
    byte[] half = gzip(utf8("a\nb"));
    byte[] file =
        zip(STORED, ImmutableMap.of("1", Arrays.copyOf(half, half.length - 8), "2", utf8("c")));

    RecordingSink sink = read(file);

    assertThat(sink.rows(), contains("f!/1:1=a", "f!/2:1=c"));
    assertThat(sink.problems(), contains("f!/1:2 truncated-file"));
    assertThat(sink.problem().kept(), equalTo("b"));
  }

  @Test
  void aMissingHeaderCostsItsMemberOnly() {
    byte[] file = zip(STORED, TWO);
    Arrays.fill(file, 0, 4, (byte) 'X');
    file[0] = 'P';
    file[1] = 'K';
    file[2] = 3;
    file[3] = 4;
    file[27] = 0x7f;

    RecordingSink sink = read(file);

    assertThat(sink.rows(), contains(ROWS[2], ROWS[3]));
    assertThat(sink.problems(), contains(startsWith("f!/p/p_1#0.json.gz:")));
  }

  @Test
  void whateverIsLeftOfATruncatedArchiveIsReadAndOneRecordStandsForTheRest() {
    Map<String, byte[]> members = ImmutableMap.of("1", gzip(utf8("a\nb\n")), "2", utf8("c\nd\n"));
    List<String> rows = List.of("f!/1:1=a", "f!/1:2=b", "f!/2:1=c", "f!/2:2=d");
    for (byte[] file :
        List.of(zip(DEFLATED, members), zip(STORED, members), streamedZip(members))) {
      for (int end = 4; end < file.length; end++) {
        byte[] cut = Arrays.copyOf(file, end);
        int delivered = read(cut).rows().size();

        for (RecordingSink sink : List.of(read(cut), read(() -> new ChunkedChannel(cut, 50)))) {
          assertThat(sink.rows(), equalTo(rows.subList(0, delivered)));
          assertThat(
              "cut at " + end,
              sink.problems(),
              contains(
                  anyOf(
                      equalTo("f:0 truncated-file"),
                      startsWith("f!/1:" + (delivered + 1) + " truncated"),
                      startsWith("f!/2:" + (delivered - 1) + " truncated"))));
        }
      }
      int directory = Bytes.indexOf(file, new byte[] {'P', 'K', 1, 2});
      assertThat(read(Arrays.copyOf(file, directory)).rows(), hasSize(4));
    }
  }

  @Test
  void anyByteMayBeWrongWithoutHarmBeyondTheFile() {
    byte[] good = zip(DEFLATED, TWO);
    Random random = new Random(4);
    for (int at = 4; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 + random.nextInt(255));

      for (RecordingSink sink : List.of(read(bad), read(() -> new ChunkedChannel(bad, 50)))) {
        List<String> rest = sink.problems().stream().filter(p -> p.endsWith("-file")).toList();
        assertThat(rest.size(), lessThanOrEqualTo(3));
      }
    }
  }

  @Test
  void aDirectoryThatPointsNowhereIsDoneWithoutAndReported() {
    byte[] file = zip(DEFLATED, TWO);
    int end = Bytes.indexOf(file, new byte[] {'P', 'K', 5, 6});
    file[end + 16] ^= 0x55;
    file[end + 18] = 0x7f;

    RecordingSink sink = read(file);

    assertThat(sink.rows(), contains(ROWS));
    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("members may be missing"));
  }

  @Test
  void anArchiveThatCanNotBeOpenedAgainIsOneRecord() {
    byte[] cut = Arrays.copyOf(zip(DEFLATED, TWO), 60);

    RecordingSink sink = read(new OpensOnce(cut));

    assertThat(sink.rows(), empty());
    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("opened before"));
  }

  @Test
  void aStorageThatFailsInsideAMemberIsOneRecord() {
    byte[] file = zip(STORED, TWO);
    byte[] start = Arrays.copyOf(file, Bytes.indexOf(file, utf8("c\nd")));

    RecordingSink sink = read(() -> new BreakingChannel(start, new IOException("gone")));

    assertThat(sink.rows(), contains(ROWS[0], ROWS[1]));
    assertThat(sink.problems(), contains("f!/p/p_1#1.json:1 unreadable-file"));
    assertThat(sink.problem().detail(), equalTo("reading failed: java.io.IOException: gone"));
  }

  /** Where the members' headers begin. */
  private static List<Integer> headers(byte[] file) {
    return IntStream.range(0, file.length - 4)
        .filter(i -> file[i] == 'P' && file[i + 1] == 'K' && file[i + 2] == 3 && file[i + 3] == 4)
        .boxed()
        .toList();
  }

  /** A file that vanishes once it was opened. */
  private static final class OpensOnce implements ChannelOpener {
    private final Deque<byte[]> left;

    OpensOnce(byte[] file) {
      this.left = new ArrayDeque<>(Collections.singleton(file));
    }

    @Override
    public SeekableInMemoryByteChannel open() throws IOException {
      byte[] file = left.poll();
      if (file == null) {
        throw new IOException("opened before");
      }
      return new SeekableInMemoryByteChannel(file);
    }
  }
}

package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.storedWithDescriptor;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

class ZipFileTest {
  private static final Map<String, byte[]> TWO =
      ImmutableMap.of("p/p_1#0.json.gz", gzip(utf8("a\nb\n")), "p/p_1#1.json", utf8("c\nd"));
  private static final String[] ROWS = {
    "f!/p/p_1#0.json.gz:1=a", "f!/p/p_1#0.json.gz:2=b", "f!/p/p_1#1.json:1=c", "f!/p/p_1#1.json:2=d"
  };

  @Test
  void membersAreReadEachWithItsOwnRowNumbers() {
    for (byte[] file : List.of(zip(DEFLATED, TWO), zip(STORED, TWO), streamedZip(TWO))) {
      RecordingSink sink = read(file);

      assertThat(sink.rows(), contains(ROWS));
      assertThat(sink.problems(), empty());
    }
  }

  @Test
  void anArchiveThatCanNotBeSoughtInIsReadFromFrontToBack() {
    for (byte[] file : List.of(zip(DEFLATED, TWO), zip(STORED, TWO), streamedZip(TWO))) {
      for (int chunk : new int[] {1, 7, 100_000}) {
        RecordingSink sink = read(() -> new ChunkedChannel(file, chunk));

        assertThat(sink.rows(), contains(ROWS));
        assertThat(sink.problems(), empty());
      }
    }
  }

  @Test
  void aStoredMemberMayHaveItsLengthBehindIt() {
    byte[] file = storedWithDescriptor("m.json.gz", gzip(utf8("a\nb")));

    assertThat(read(file).rows(), contains("f!/m.json.gz:1=a", "f!/m.json.gz:2=b"));
    assertThat(read(file).problems(), empty());
  }

  @Test
  void aStoredMemberWithItsLengthBehindItNeedsTheDirectory() {
    byte[] file = storedWithDescriptor("m.json.gz", gzip(utf8("a\nb")));

    RecordingSink sink = read(() -> new ChunkedChannel(file, 100));

    assertThat(sink.problems().get(0), equalTo("f!/m.json.gz:0 unreadable-file"));
    assertThat(sink.rows(), empty());
  }

  @Test
  void aCommentBehindTheDirectoryIsNoTruncation() {
    byte[] file = zip(STORED, TWO);
    file[file.length - 2] = 5;
    byte[] commented = Packed.join(file, utf8("notes"));

    for (RecordingSink sink :
        List.of(read(commented), read(() -> new ChunkedChannel(commented, 9_999)))) {
      assertThat(sink.rows(), contains(ROWS));
      assertThat(sink.problems(), empty());
    }
  }

  @Test
  void anArchiveWithoutMembersHasNoRowsAndIsFine() {
    byte[] file = zip(DEFLATED, Map.of());

    for (RecordingSink sink : List.of(read(file), read(() -> new ChunkedChannel(file, 5)))) {
      assertThat(sink.rows(), empty());
      assertThat(sink.problems(), empty());
    }
  }

  @Test
  void directoriesAreNothingAndUnwantedMembersAreNamed() {
    byte[] file =
        zip(
            STORED,
            ImmutableMap.of(
                "p/", new byte[0], "p/p_5_complete", utf8("never read"), "p/ü #.json", utf8("a")));

    for (RecordingSink sink : List.of(read(file), read(() -> new ChunkedChannel(file, 9)))) {
      assertThat(sink.rows(), contains("f!/p/ü #.json:1=a"));
      assertThat(sink.skipped(), contains("f!/p/p_5_complete:0"));
      assertThat(sink.problems(), empty());
    }
  }

  @Test
  void aByteOrderMarkIsRemovedInEveryMember() {
    byte[] file = zip(DEFLATED, ImmutableMap.of("1", utf8("\ufeffa"), "2", gzip(utf8("\ufeffb"))));

    assertThat(read(file).rows(), contains("f!/1:1=a", "f!/2:1=b"));
  }

  @Test
  void aMemberOfAnotherKindIsNamedAndTheOthersGoOn() {
    byte[] inner = zip(STORED, TWO);
    byte[] file =
        zip(
            STORED,
            ImmutableMap.of(
                "in.zip", inner, "p.parquet", utf8("PAR1"), "g.gz", gzip(inner), "z", utf8("a")));

    RecordingSink sink = read(file);

    assertThat(sink.rows(), contains("f!/z:1=a"));
    assertThat(
        sink.problems(),
        contains(
            "f!/in.zip:0 unreadable-file",
            "f!/p.parquet:0 unreadable-file",
            "f!/g.gz:0 unreadable-file"));
  }

  @Test
  void anEncryptedMemberIsNamedAndTheOthersGoOn() {
    byte[] file = zip(STORED, TWO);
    setInBothHeaders(file, 6, 8, 1);

    for (RecordingSink sink : List.of(read(file), read(() -> new ChunkedChannel(file, 99)))) {
      assertThat(sink.rows(), contains(ROWS[2], ROWS[3]));
      assertThat(sink.problems(), contains("f!/p/p_1#0.json.gz:0 unreadable-file"));
      assertThat(sink.problem().detail(), equalTo("the member is encrypted"));
    }
  }

  @Test
  void aMemberPackedInAnUnknownWayIsNamedAndTheOthersGoOn() {
    byte[] file = zip(STORED, TWO);
    setInBothHeaders(file, 8, 10, 93);

    for (RecordingSink sink : List.of(read(file), read(() -> new ChunkedChannel(file, 99)))) {
      assertThat(sink.rows(), contains(ROWS[2], ROWS[3]));
      assertThat(sink.problem().detail(), startsWith("the member is packed with method "));
    }
  }

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

  @Test
  void everyChannelThatWasOpenedIsClosed() {
    byte[] whole = zip(DEFLATED, TWO);
    for (byte[] file : List.of(whole, Arrays.copyOf(whole, 60), gzip(utf8("a")), utf8("a"))) {
      List<SeekableInMemoryByteChannel> opened = new ArrayList<>();

      RecordingSink sink =
          read(
              () -> {
                opened.add(new SeekableInMemoryByteChannel(file));
                return opened.get(opened.size() - 1);
              });

      assertThat(sink.raw().isEmpty() && sink.problems().isEmpty(), equalTo(false));
      assertThat(opened.stream().filter(SeekableInMemoryByteChannel::isOpen).toList(), empty());
    }
  }

  @Test
  void anArchiveOfManyMembersIsRead() {
    ImmutableMap.Builder<String, byte[]> members = ImmutableMap.builder();
    IntStream.range(0, 1_000).forEach(i -> members.put("m" + i, utf8("row " + i)));

    RecordingSink sink = read(zip(DEFLATED, members.build()));

    assertThat(sink.rows().get(999), equalTo("f!/m999:1=row 999"));
    assertThat(sink.rows(), hasSize(1_000));
  }

  @Test
  void aMemberLargerThanItsArchiveIsStreamed() {
    byte[] member = utf8("0123456789012345678\n".repeat(1_000_000));
    byte[] file = streamedZip(Map.of("m", member));

    RecordingSink sink = read(file);

    assertThat(sink.rows(), hasSize(1_000_000));
    assertThat(file.length, lessThanOrEqualTo(200_000));
  }

  /** Sets a byte of the first member where it stands: in its own header and in the directory. */
  private static void setInBothHeaders(byte[] file, int local, int inDirectory, int value) {
    file[local] = (byte) value;
    file[Bytes.indexOf(file, new byte[] {'P', 'K', 1, 2}) + inDirectory] = (byte) value;
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

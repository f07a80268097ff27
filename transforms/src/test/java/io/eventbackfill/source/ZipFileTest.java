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
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  void directoriesAreNoMembersToAskAbout() {
    byte[] file = zip(STORED, ImmutableMap.of("p/", new byte[0], "p/m", utf8("a")));
    RecordingSink sink = new RecordingSink();

    new ExportFileReader(ReadSettings.upTo(10).skipping(member -> true))
        .read("f", () -> new ChunkedChannel(file, 100), sink);

    assertThat(sink.skipped(), contains("f!/p/m:0"));
  }

  @Test
  void membersOfOneNameAreToldApartInTheSameWayEachTime() {
    byte[] file =
        renamed(
            zip(
                STORED,
                ImmutableMap.of(
                    "a.1",
                    utf8("{1}"),
                    "a.2",
                    utf8("{2}"),
                    "b (2)",
                    utf8("{3}"),
                    "b",
                    utf8("{4}"))),
            "a.1",
            "a.2");

    for (int i = 0; i < 2; i++) {
      assertThat(
          read(file).rows(),
          contains("f!/a.2:1={1}", "f!/a.2 (2):1={2}", "f!/b (2):1={3}", "f!/b:1={4}"));
      assertThat(read(() -> new ChunkedChannel(file, 100)).rows(), equalTo(read(file).rows()));
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
            "f!/p.parquet:0 truncated-file",
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
  /** Gives a member the name of another, of the same length, in all its headers. */
  private static byte[] renamed(byte[] file, String from, String to) {
    byte[] renamed = file.clone();
    int at;
    while ((at = Bytes.indexOf(renamed, utf8(from))) >= 0) {
      System.arraycopy(utf8(to), 0, renamed, at, to.length());
    }
    return renamed;
  }

  private static void setInBothHeaders(byte[] file, int local, int inDirectory, int value) {
    file[local] = (byte) value;
    file[Bytes.indexOf(file, new byte[] {'P', 'K', 1, 2}) + inDirectory] = (byte) value;
  }
}

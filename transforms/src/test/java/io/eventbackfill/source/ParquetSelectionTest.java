package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.eventbackfill.model.TimeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a file's columns and row groups are read, and where from. */
class ParquetSelectionTest {
  private static final long MICROS = 1_000_000L;

  @Test
  void onlyWantedFieldsAreReadAndNothingElseIsFetched() {
    WrittenParquet written =
        WrittenParquet.of(
            "required int32 a",
            "required binary bulk (STRING)",
            "required group g { required int32 a; }");
    for (int i = 0; i < 2_000; i++) {
      int n = i;
      written.row(
          row ->
              row.append("a", n)
                  .append("bulk", Integer.toString(n).repeat(50))
                  .addGroup("g")
                  .append("a", n));
    }
    byte[] file = written.bytes();
    Counting channel = new Counting(file);
    RecordingSink sink = new RecordingSink();

    read(wanting(Set.of("g", "A", "none"), TimeRange.ALL), () -> channel, sink);

    assertThat(sink.texts().get(7), equalTo("{\"g\":{\"a\":7}}"));
    assertThat("whoever needs the row has to read it again", sink.raw().get(7).whole(), is(false));
    assertThat(sink.texts().size(), equalTo(2_000));
    // The first block tells what the file is.
    assertThat(channel.read, lessThan(ChannelInput.MOST_PER_READ + 20_000L));
  }

  @Test
  void aFileWithNoneOfTheWantedFieldsIsReadWhole() {
    byte[] file = WrittenParquet.of("required int32 a").row(row -> row.append("a", 1)).bytes();
    RecordingSink sink = new RecordingSink();

    read(wanting(Set.of("b"), TimeRange.ALL), file, sink);

    assertThat(sink.texts(), contains("{\"a\":1}"));
  }

  @Test
  void groupsOutsideTheRangeAreCountedAndTheRestKeepsItsNumbers() {
    RecordingSink sink = new RecordingSink();

    read(wanting(null, new TimeRange(20 * MICROS, 30 * MICROS)), times("MICROS", MICROS), sink);

    assertThat(sink.rows().get(0), equalTo("f:21={\"t\":\"1970-01-01T00:00:20Z\"}"));
    assertThat(sink.rows().size(), equalTo(10));
    assertThat(sink.unread(), contains("f:0 outside-range 10", "f:0 outside-range 10"));
  }

  @ParameterizedTest
  @CsvSource({"MILLIS,1000", "MICROS,1000000", "NANOS,1000000000"})
  void aRangeIncludesItsBeginningAndNotItsEnd(String unit, long perSecond) {
    byte[] file = times(unit, perSecond);

    assertThat(skipped(file, 9 * MICROS, 20 * MICROS), equalTo(1));
    assertThat(skipped(file, 9 * MICROS + 1, 20 * MICROS), equalTo(2));
    assertThat(skipped(file, 9 * MICROS, 20 * MICROS + 1_000), equalTo(0));
    assertThat(skipped(file, Long.MIN_VALUE, Long.MAX_VALUE), equalTo(0));
  }

  /** An event's time is rounded down to the millisecond, so 20.0005 s may be before 20.0005 s. */
  @Test
  void aGroupThatRoundingBringsIntoTheRangeIsRead() {
    byte[] file =
        WrittenParquet.of("required int64 t (TIMESTAMP(MICROS,true))")
            .row(row -> row.append("t", 20_000_900L))
            .bytes();

    assertThat(skipped(file, 0, 20_000_500L), equalTo(0));
    assertThat(skipped(file, 0, 20_000_000L), equalTo(1));
  }

  @Test
  void datesTellTheirRangeAsTheirFirstInstant() {
    byte[] file =
        WrittenParquet.of("required int32 t (DATE)").row(row -> row.append("t", 1)).bytes();

    assertThat(skipped(file, 86_400 * MICROS, Long.MAX_VALUE), equalTo(0));
    assertThat(skipped(file, 86_400 * MICROS + 1, Long.MAX_VALUE), equalTo(1));
  }

  @Test
  void aColumnWithANullOrWithoutTheTypeOfATimeRulesNothingOut() {
    byte[] nullable =
        WrittenParquet.of("optional int64 t (TIMESTAMP(MICROS,true))")
            .row(row -> row.append("t", 1L))
            .row(row -> {})
            .bytes();
    byte[] number = WrittenParquet.of("required int64 t").row(row -> row.append("t", 1L)).bytes();
    byte[] text =
        WrittenParquet.of("required binary t (STRING)").row(row -> row.append("t", "1")).bytes();
    byte[] huge =
        WrittenParquet.of("required int64 t (TIMESTAMP(MILLIS,true))")
            .row(row -> row.append("t", Long.MIN_VALUE))
            .bytes();

    for (byte[] file : List.of(nullable, number, text, huge)) {
      assertThat(skipped(file, 50, 60), equalTo(0));
    }
  }

  @Test
  void thePartsOfAFileAreTheFile() {
    byte[] file = times("MICROS", MICROS);
    RecordingSink whole = new RecordingSink();
    read(wanting(null, TimeRange.ALL), file, whole);

    for (long bytes : new long[] {1, 100, 150, 1_000_000}) {
      ExportFileReader reader = new ExportFileReader(ReadSettings.upTo(1_000));
      ChannelOpener opener = () -> new SeekableInMemoryByteChannel(file);
      RecordingSink all = new RecordingSink();
      List<RowGroups> parts = reader.parts("f", opener, bytes);
      for (RowGroups part : parts) {
        reader.read("f", part, opener, all);
      }

      assertThat(all.rows(), equalTo(whole.rows()));
      assertThat(parts.stream().filter(RowGroups::isFirst).count(), equalTo(1L));
    }
  }

  @Test
  void partsHaveTheSizeAskedFor() {
    assertThat(parts(times("MICROS", MICROS), 1).size(), equalTo(3));
    assertThat(parts(times("MICROS", MICROS), 1_000_000).size(), equalTo(1));
  }

  @Test
  void whatIsNotParquetOrIsDamagedIsOnePart() {
    assertThat(parts(Packed.utf8("{}\n"), 1), contains(RowGroups.ALL));
    assertThat(parts(Packed.utf8("PAR1PAR1"), 1), contains(RowGroups.ALL));
    assertThat(
        new ExportFileReader(ReadSettings.upTo(10))
            .parts(
                "f",
                () -> {
                  throw new IOException("gone");
                },
                1),
        contains(RowGroups.ALL));
  }

  @Test
  void ofAFileThatIsNoLongerParquetTheFirstPartIsAll() {
    RecordingSink sink = new RecordingSink();
    ExportFileReader reader = new ExportFileReader(ReadSettings.upTo(10));
    for (RowGroups part : List.of(new RowGroups(0, 1), new RowGroups(1, 9))) {
      reader.read("f", part, () -> new SeekableInMemoryByteChannel(Packed.utf8("a\nb")), sink);
    }

    assertThat(sink.rows(), contains("f:1=a", "f:2=b"));
  }

  @Test
  void insideGzipOrAnArchiveOrFromAStreamItIsReadByATemporaryFileThatIsDeleted()
      throws IOException {
    byte[] file = WrittenParquet.of("required int32 a").row(row -> row.append("a", 1)).bytes();
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("x.parquet", file);
    members.put("y.parquet.gz", Packed.gzip(file));
    List<Path> before = spooled();

    assertThat(Reading.read(Packed.gzip(file)).rows(), contains("f:1={\"a\":1}"));
    assertThat(Reading.read(() -> new ChunkedChannel(file, 7)).rows(), contains("f:1={\"a\":1}"));
    assertThat(
        Reading.read(Packed.zip(ZipArchiveEntry.DEFLATED, members)).rows(),
        contains("f!/x.parquet:1={\"a\":1}", "f!/y.parquet.gz:1={\"a\":1}"));
    byte[] gzip = Packed.gzip(file);
    assertThat(
        Reading.read(Arrays.copyOf(gzip, gzip.length - 20)).problems(),
        contains("f:0 truncated-file"));
    assertThat(spooled(), equalTo(before));
  }

  private static List<Path> spooled() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new ArrayList<>(all.filter(p -> p.toString().endsWith(".spooled")).sorted().toList());
    }
  }

  /** Thirty rows in three groups, a second apart from 1970 on. */
  private static byte[] times(String unit, long perSecond) {
    WrittenParquet file =
        WrittenParquet.of("required int64 t (TIMESTAMP(" + unit + ",true))").rowsPerGroup(10);
    for (int i = 0; i < 30; i++) {
      long t = i * perSecond;
      file.row(row -> row.append("t", t));
    }
    return file.bytes();
  }

  private static int skipped(byte[] file, long from, long until) {
    RecordingSink sink = new RecordingSink();
    read(wanting(null, new TimeRange(from, until)), file, sink);
    assertThat(sink.problems(), empty());
    return sink.unread().size();
  }

  private static List<RowGroups> parts(byte[] file, long bytes) {
    return new ExportFileReader(ReadSettings.upTo(10))
        .parts("f", () -> new SeekableInMemoryByteChannel(file), bytes);
  }

  private static Wanted wanting(Set<String> fields, TimeRange range) {
    return new Wanted(fields, "t", range);
  }

  private static void read(Wanted wanted, byte[] file, RecordingSink sink) {
    read(wanted, () -> new SeekableInMemoryByteChannel(file), sink);
  }

  private static void read(Wanted wanted, ChannelOpener opener, RecordingSink sink) {
    new ExportFileReader(ReadSettings.upTo(1_000_000).wanting(wanted)).read("f", opener, sink);
  }

  /** Counts what is read from it. */
  private static final class Counting extends SeekableInMemoryByteChannel {
    private long read;

    Counting(byte[] file) {
      super(file);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int length = super.read(into);
      read += Math.max(0, length);
      return length;
    }
  }
}

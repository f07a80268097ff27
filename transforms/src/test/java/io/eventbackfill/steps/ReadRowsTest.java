package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Content;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.TimeRange;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MetadataCoderV2;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadRowsTest {
  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void everyKindOfFileGivesItsRows() throws IOException {
    write("a.json", Bytes.of("one\ntwo\n").array());
    write("b#0.json.gz", Given.gzip("three\n\nfive"));
    write(
        "c.zip",
        Given.zip(ImmutableMap.of("p/x.json", Given.gzip("six\n"), "p/y", new byte[] {'7'})));

    ReadRows.Result read = read();

    PAssert.that(rows(read))
        .containsInAnyOrder(
            "a.json:1 one",
            "a.json:2 two",
            "b#0.json.gz:1 three",
            "b#0.json.gz:2 ",
            "b#0.json.gz:3 five",
            "c.zip!p/x.json:1 six",
            "c.zip!p/y:1 7");
    Seen.assertNothingIn(read.aside());
    Seen.assertFiles(
        read.account(), "a.json read 2 {}{}", "b#0.json.gz read 3 {}{}", "c.zip read 2 {}{}");
    pipeline.run();
  }

  @Test
  void whatCannotBeReadIsSetAsideAndNothingElseIsLostForIt() throws IOException {
    byte[] tooLong = Bytes.of("{\"long\":\"" + "x".repeat(2_000) + "\"}\nlast\n").array();
    write("bad.json", new byte[] {'1', '\n', (byte) 0xff, '\n', '3', '\n'});
    write("long.json", tooLong);
    byte[] packed = Given.gzip("first\nsecond\nthird\n");
    write("cut.json.gz", Arrays.copyOf(packed, packed.length - 9));

    ReadRows.Result read = read();

    PAssert.that(asides(read))
        .containsInAnyOrder(
            "bad.json:2 invalid-utf8", "long.json:1 line-too-long", "cut.json.gz:4 truncated-file");
    PAssert.that(read.aside()).satisfies(ReadRowsTest::keepTheirBytes);
    PAssert.that(rows(read)).satisfies(ReadRowsTest::holdTheRest);
    Seen.assertFiles(
        read.account(),
        "bad.json read 3 {INVALID_UTF8=1}{}",
        "cut.json.gz read 4 {TRUNCATED_FILE=1}{}",
        "long.json read 2 {LINE_TOO_LONG=1}{}");
    pipeline.run();
  }

  @Test
  void filesAndMembersWithoutEventsAreLeftOutAndCounted() throws IOException {
    String merged = "-100_2024-01-01_0.json";
    write("187520_2024-01-01_0_complete", new byte[0]);
    write(merged + ".gz", Given.gzip("{\"scope\":1}\n"));
    write("a.zip", Given.zip(Map.of("187520/" + merged, Bytes.of("{\"scope\":1}\n").array())));
    write("b.json", Bytes.of("row\n").array());

    ReadRows.Result read = read();

    PAssert.that(rows(read)).containsInAnyOrder("b.json:1 row");
    Seen.assertNothingIn(read.aside());
    Seen.assertFiles(
        read.account(),
        merged + ".gz read 0 {}{MERGED_IDS=1}",
        "187520_2024-01-01_0_complete read 0 {}{COMPLETE_MARKER=1}",
        "a.zip read 0 {}{MERGED_IDS=1}",
        "b.json read 1 {}{}");
    pipeline.run();
  }

  @Test
  void theAccountHoldsTheContentOfWhatWasRead() throws IOException {
    write("a.json", Bytes.of("123456789").array());
    write("b.json.gz", Arrays.copyOf(Given.gzip("one\ntwo\n"), 9));
    write("187520_2024-01-01_0_complete", new byte[0]);
    Files.createDirectory(folder.resolve("folder.json"));

    PAssert.thatSingleton(read().account().apply("Whole", AddUp.accounts()))
        .satisfies(ReadRowsTest::holdsContents);
    pipeline.run();
  }

  /** Three groups make three parts; the third lies outside the range. */
  @Test
  void aLargeParquetFileIsReadInPartsAndCountedOnce() throws IOException {
    write("large.parquet", Given.parquet(30, 10));
    write("small.json", Bytes.of("row\n").array());
    Wanted wanted = new Wanted(Set.of("t"), "t", new TimeRange(0, 20_000_000));

    ReadRows.Result read = read(reader(wanted), 1);

    PAssert.thatSingleton(read.rows().apply("Count", Count.globally())).isEqualTo(21L);
    PAssert.that(rows(read)).satisfies(ReadRowsTest::holdFirstAndLast);
    Seen.assertFiles(
        read.account(), "large.parquet read 30 {OUTSIDE_RANGE=10}{}", "small.json read 1 {}{}");
    PAssert.thatSingleton(read.account().apply("Content", AddUp.accounts()))
        .satisfies(ReadRowsTest::holdsTheChecksumOfTheWhole);
    pipeline.run();
  }

  @Test
  void partsAreDividedWherePartsAreLargeEnough() throws IOException {
    write("large.parquet", Given.parquet(30, 10));
    InputFile file = new InputFile(folder.resolve("large.parquet").toString(), 50, 2, null);
    ReadRows.DivideFn one = new ReadRows.DivideFn(reader(Wanted.ALL), Given.MAPPING, 51);
    ReadRows.DivideFn three = new ReadRows.DivideFn(reader(Wanted.ALL), Given.MAPPING, 50);
    PCollection<Metadata> listed = pipeline.apply(ListedFiles.of(List.of(file)));

    PAssert.that(ranges(listed, one, "One")).containsInAnyOrder("[0, 2147483647)");
    PAssert.that(ranges(listed, three, "Three"))
        .containsInAnyOrder("[0, 1)", "[1, 2)", "[2, 2147483647)");
    pipeline.run();
  }

  private static PCollection<String> ranges(
      PCollection<Metadata> listed, ReadRows.DivideFn divide, String name) {
    return listed
        .apply(name, ParDo.of(divide))
        .setCoder(KvCoder.of(MetadataCoderV2.of(), OffsetRange.Coder.of()))
        .apply(
            name + "Ranges",
            MapElements.into(TypeDescriptors.strings()).via(part -> part.getValue().toString()));
  }

  private static Void holdFirstAndLast(Iterable<String> rows) {
    assertThat(
        ImmutableList.copyOf(rows),
        hasItems(
            "small.json:1 row",
            "large.parquet:1 {\"t\":\"1970-01-01T00:00:00Z\"}",
            "large.parquet:11 {\"t\":\"1970-01-01T00:00:10Z\"}",
            "large.parquet:20 {\"t\":\"1970-01-01T00:00:19Z\"}"));
    return null;
  }

  private static Void holdsTheChecksumOfTheWhole(Account account) {
    byte[] file = Given.parquet(30, 10);
    CRC32C crc = new CRC32C();
    crc.update(file);
    account
        .files()
        .forEach(
            (name, its) -> {
              if (name.endsWith(".parquet")) {
                Content whole = new Content(file.length, (int) crc.getValue());
                assertThat(its.content(), is(Optional.of(whole)));
              }
            });
    return null;
  }

  @Test
  void allThreeOutputsAreDeclared() throws IOException {
    write("a.json", new byte[0]);
    ReadRows.Result read = read();

    assertThat(read.expand().values(), hasItems(read.rows(), read.aside(), read.account()));
    pipeline.run();
  }

  private static Void holdsContents(Account account) {
    Map<String, String> contents = new TreeMap<>();
    account
        .files()
        .forEach((name, file) -> contents.put(Seen.name(name), file.content().toString()));
    assertThat(contents, hasEntry("a.json", "Optional[" + new Content(9, 0xe3069283) + "]"));
    assertThat(contents, hasEntry(is("b.json.gz"), startsWith("Optional[Content[bytes=9,")));
    assertThat(contents, hasEntry("187520_2024-01-01_0_complete", "Optional.empty"));
    assertThat(contents, hasEntry("folder.json", "Optional.empty"));
    return null;
  }

  private static Void keepTheirBytes(Iterable<SetAside> records) {
    for (SetAside record : records) {
      Bytes row = record.row();
      boolean kept =
          switch (record.cause().reason()) {
            case INVALID_UTF8 -> Bytes.of(new byte[] {(byte) 0xff}).equals(row);
            case LINE_TOO_LONG -> row != null && row.text().startsWith("{\"long\":\"xxx");
            default -> row != null;
          };
      if (!kept || record.event() != null || record.attempts() != null) {
        throw new AssertionError(record);
      }
    }
    return null;
  }

  private static Void holdTheRest(Iterable<String> rows) {
    assertThat(
        ImmutableList.copyOf(rows),
        hasItems(
            "bad.json:1 1",
            "bad.json:3 3",
            "long.json:2 last",
            "cut.json.gz:1 first",
            "cut.json.gz:3 third"));
    return null;
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private ReadRows.Result read() throws IOException {
    return read(reader(Wanted.ALL), 1_000_000);
  }

  private ReadRows.Result read(ExportFileReader reader, long partBytes) throws IOException {
    return pipeline
        .apply(ListedFiles.of(listed()))
        .apply(ReadRows.with(reader, Given.MAPPING).inPartsOf(partBytes));
  }

  private static ExportFileReader reader(Wanted wanted) {
    Mapping mapping = Given.MAPPING;
    return new ExportFileReader(
        ReadSettings.upTo(1_000)
            .skipping(member -> mapping.skips(member).isPresent())
            .wanting(wanted));
  }

  private List<InputFile> listed() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> new InputFile(file.toString(), 1, 2, null)).toList();
    }
  }

  private static PCollection<String> rows(ReadRows.Result read) {
    return read.rows()
        .apply("Rows", MapElements.into(TypeDescriptors.strings()).via(row -> Seen.row(row)));
  }

  private static PCollection<String> asides(ReadRows.Result read) {
    return read.aside()
        .apply("Asides", MapElements.into(TypeDescriptors.strings()).via(a -> Seen.aside(a)));
  }
}

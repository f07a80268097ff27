package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mapping.Selection;
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
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadEventsTest {
  private static final LeftOut LEFT_OUT = new LeftOut(Given.MAPPING, false);

  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void everyKindOfFileGivesItsRows() throws IOException {
    write("a.json", Bytes.of(row("one") + "\n" + row("two") + "\n").array());
    write("b#0.json.gz", Given.gzip(row("three") + "\n\n" + row("five")));
    write(
        "c.zip",
        Given.zip(
            ImmutableMap.of(
                "p/x.json", Given.gzip(row("six") + "\n"), "p/y", Bytes.of(row("seven")).array())));

    ReadEvents.Result read = read();

    PAssert.that(rows(read))
        .containsInAnyOrder(
            "a.json:1 one",
            "a.json:2 two",
            "b#0.json.gz:1 three",
            "b#0.json.gz:3 five",
            "c.zip!p/x.json:1 six",
            "c.zip!p/y:1 seven");
    Seen.assertNothingIn(read.aside());
    Seen.assertFiles(
        read.account(),
        "a.json read 2 {}{}",
        "b#0.json.gz read 3 {BLANK_LINE=1}{}",
        "c.zip read 2 {}{}");
    pipeline.run();
  }

  @Test
  void whatCannotBeReadIsSetAsideAndNothingElseIsLostForIt() throws IOException {
    String tooLong = "{\"long\":\"" + "x".repeat(2_000) + "\"}\n" + row("last") + "\n";
    byte[] bad = Bytes.of(row("1") + "\n?\n" + row("3") + "\n").array();
    bad[row("1").length() + 1] = (byte) 0xff;
    write("bad.json", bad);
    write("long.json", Bytes.of(tooLong).array());
    byte[] packed = Given.gzip(row("first") + "\n" + row("second") + "\n" + row("third") + "\n");
    write("cut.json.gz", Arrays.copyOf(packed, packed.length - 9));

    ReadEvents.Result read = read();

    PAssert.that(asides(read))
        .containsInAnyOrder(
            "bad.json:2 invalid-utf8", "long.json:1 line-too-long", "cut.json.gz:4 truncated-file");
    PAssert.that(read.aside()).satisfies(ReadEventsTest::keepTheirBytes);
    PAssert.that(rows(read)).satisfies(ReadEventsTest::holdTheRest);
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
    write("b.json", Bytes.of(row("row")).array());

    ReadEvents.Result read = read();

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
        .satisfies(ReadEventsTest::holdsContents);
    pipeline.run();
  }

  /** Three groups make three parts; the third lies outside the range. */
  @Test
  void aLargeParquetFileIsReadInPartsAndCountedOnce() throws IOException {
    write("large.parquet", Given.parquet(30, 10));
    write("small.json", Bytes.of(row("row")).array());
    Wanted wanted = new Wanted(Set.of("t"), "t", new TimeRange(0, 20_000_000));

    ReadEvents.Result read = read(reader(wanted), 1);

    PAssert.that(rows(read)).containsInAnyOrder("small.json:1 row");
    PAssert.that(asides(read)).satisfies(ReadEventsTest::holdFirstAndLast);
    Seen.assertFiles(
        read.account(),
        "large.parquet read 30 {MISSING_EVENT_TYPE=20, OUTSIDE_RANGE=10}{}",
        "small.json read 1 {}{}");
    PAssert.thatSingleton(read.account().apply("Content", AddUp.accounts()))
        .satisfies(ReadEventsTest::holdsTheChecksumOfTheWhole);
    pipeline.run();
  }

  @Test
  void partsAreDividedWherePartsAreLargeEnough() throws IOException {
    write("large.parquet", Given.parquet(30, 10));
    InputFile file = new InputFile(folder.resolve("large.parquet").toString(), 50, 2, null);
    DivideFn one = new DivideFn(reader(Wanted.ALL), LEFT_OUT, 51);
    DivideFn three = new DivideFn(reader(Wanted.ALL), LEFT_OUT, 50);
    PCollection<Metadata> listed = pipeline.apply(ListedFiles.of(List.of(file)));

    PAssert.that(ranges(listed, one, "One")).containsInAnyOrder("[0, 2147483647)");
    PAssert.that(ranges(listed, three, "Three"))
        .containsInAnyOrder("[0, 1)", "[1, 2)", "[2, 2147483647)");
    pipeline.run();
  }

  private static PCollection<String> ranges(
      PCollection<Metadata> listed, DivideFn divide, String name) {
    return listed
        .apply(name, ParDo.of(divide))
        .setCoder(KvCoder.of(MetadataCoderV2.of(), OffsetRange.Coder.of()))
        .apply(
            name + "Ranges",
            MapElements.into(TypeDescriptors.strings()).via(part -> part.getValue().toString()));
  }

  private static Void holdFirstAndLast(Iterable<String> asides) {
    assertThat(
        ImmutableList.copyOf(asides),
        hasItems(
            "large.parquet:1 missing-event-type",
            "large.parquet:11 missing-event-type",
            "large.parquet:20 missing-event-type"));
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
  void allFourOutputsAreDeclared() throws IOException {
    write("a.json", new byte[0]);
    ReadEvents.Result read = read();

    assertThat(
        read.expand().values(),
        hasItems(read.events(), read.aside(), read.account(), read.loads()));
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

  private static String row(String insertId) {
    return Given.row(insertId, "device-1", "2025-07-01 16:34:54");
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private ReadEvents.Result read() throws IOException {
    return read(reader(Wanted.ALL), 1_000_000);
  }

  private ReadEvents.Result read(ExportFileReader reader, long partBytes) throws IOException {
    return pipeline
        .apply(ListedFiles.of(listed()))
        .apply(ReadEvents.with(reader, Given.toLanes(8, Selection.ALL)).inPartsOf(partBytes));
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

  private static PCollection<String> rows(ReadEvents.Result read) {
    return read.events()
        .apply("Rows", FlatMapElements.into(TypeDescriptors.strings()).via(Seen::events));
  }

  private static PCollection<String> asides(ReadEvents.Result read) {
    return read.aside()
        .apply("Asides", MapElements.into(TypeDescriptors.strings()).via(a -> Seen.aside(a)));
  }
}

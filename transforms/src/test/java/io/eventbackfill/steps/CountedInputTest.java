package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Actor;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.TimeRange;
import io.eventbackfill.planning.Census;
import io.eventbackfill.planning.Example;
import io.eventbackfill.planning.SharedDevices;
import io.eventbackfill.planning.SharedDevices.Shared;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code test-data/mixed} holds, as its README tells it. */
class CountedInputTest {
  private static final Path MIXED = Path.of("..", "test-data", "mixed");
  private static final Instant NOW = Instant.parse("2024-03-31T12:00:00Z");

  private static final Selection SELECTION =
      new Selection(
          "187520",
          new TimeRange(micros("2024-02-01"), micros("2024-04-01")),
          Set.of(),
          Set.of("Heartbeat"));

  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  @Test
  void theCensusIsThatOfAllFilesTogether() throws IOException {
    PAssert.thatSingleton(read("Read", MIXED.resolve("input"), SELECTION).census())
        .satisfies(CountedInputTest::isMixed);
    pipeline.run();
  }

  private static Void isMixed(Census census) {
    assertThat(census.totals().events().count(), is(47L));
    assertThat(census.totals().billed(), is(47L));
    assertThat(census.totals().withUserProperties(), is(4L));
    assertThat("from March the 1st, noon, on", census.totals().young(), is(41L));
    assertThat(census.totals().future(), is(0L));
    assertThat(census.devices().count(), is(11L));
    assertThat(census.users().count(), is(7L));
    Map<String, Long> days = new TreeMap<>();
    census.days().kept().forEach((d, s) -> days.put(LocalDate.ofEpochDay(d).toString(), s.count()));
    assertThat(
        days,
        equalTo(
            Map.of(
                "2024-02-27", 4L,
                "2024-03-01", 3L,
                "2024-03-02", 18L,
                "2024-03-03", 12L,
                "2024-03-04", 10L)));
    assertThat(census.types().kept().keySet(), hasItem("<script>alert(\"type\")</script>"));
    assertThat(census.types().kept().get("Counter").count(), is(13L));
    return null;
  }

  @Test
  void ofWhatIsSkippedSomeRowsAreShown() throws IOException {
    PAssert.thatSingleton(read("Read", MIXED.resolve("input"), SELECTION).census())
        .satisfies(
            census -> {
              assertThat(
                  census.skipped().all().stream().map(CountedInputTest::said).toList(),
                  contains(
                      "left-out.json:1 blank-line",
                      "left-out.json:11 blank-line",
                      "left-out.json:4 derived-event",
                      "left-out.json:5 merged-id-row",
                      "left-out.json:6 other-project",
                      "left-out.json:2 outside-range",
                      "left-out.json:3 outside-range",
                      "left-out.json:7 excluded-event",
                      "left-out.json:8 excluded-event",
                      "left-out.json:9 excluded-event"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void ofWhatIsRefusedSomeRowsAreShown() throws IOException {
    PAssert.thatSingleton(
            read("Read", MIXED.resolve("input"), SELECTION)
                .aside()
                .apply(PickExamples.ofEachReason()))
        .satisfies(
            examples -> {
              assertThat(
                  examples.all().stream().map(CountedInputTest::said).toList(),
                  contains(
                      "bad.json:1 invalid-json",
                      "bad.json:2 invalid-json",
                      "bad.json:3 invalid-json",
                      "bad.json:15 invalid-utf8",
                      "bad.json:14 line-too-long",
                      "table.csv:3 invalid-row",
                      "cut.json.gz:6 truncated-file",
                      "unreadable.parquet:0 unreadable-file",
                      "bad.json:5 missing-event-type",
                      "bad.json:6 missing-time",
                      "bad.json:7 missing-time",
                      "bad.json:8 missing-id",
                      "bad.json:9 missing-id",
                      "bad.json:10 missing-id",
                      "bad.json:11 invalid-field",
                      "bad.json:12 too-deep",
                      "bad.json:13 not-an-event"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void devicesWithSeveralUsersAreFound() throws IOException {
    PAssert.thatSingleton(
            read("Read", MIXED.resolve("input"), SELECTION)
                .events()
                .apply(FindSharedDevices.ofEvents()))
        .satisfies(
            shared -> {
              assertThat(shared.devices(), is(2L));
              assertThat(
                  shared.most(),
                  contains(new Shared("tablet-kitchen", 3), new Shared("kiosk-entrance", 2)));
              return null;
            });
    pipeline.run();
  }

  @Test
  void theBusiestAreCounted() throws IOException {
    PAssert.thatSingleton(
            read("Read", MIXED.resolve("input"), SELECTION).loads().apply(AddUpLoads.ofActors()))
        .satisfies(
            loads -> {
              assertThat(loads.over(10), equalTo(Map.of(Actor.device("robot-counter"), 13L)));
              assertThat(loads.distance(), is(0L));
              return null;
            });
    pipeline.run();
  }

  @Test
  void usersWhoAreLiveAndHaveAnEarlierHistoryMove() throws IOException {
    PAssert.thatSingleton(
            PCollectionList.of(read("Read", MIXED.resolve("input"), SELECTION).events())
                .and(read("Live", MIXED.resolve("live"), Selection.ALL).events())
                .apply(DateNewUsers.ofHistoryAndLive()))
        .satisfies(
            users -> {
              assertThat(users.users(), is(5L));
              Map<String, Long> months = new TreeMap<>();
              users.months().kept().forEach((month, share) -> months.put(month, share.count()));
              assertThat(months, equalTo(Map.of("2024-02", 1L, "2024-03", 2L)));
              return null;
            });
    pipeline.run();
  }

  @Test
  void anInputWithoutEventsIsCountedToo() throws IOException {
    Files.writeString(folder.resolve("blank.json"), "\n\n");
    ReadEvents.Result read = read("Read", folder, Selection.ALL);

    PAssert.thatSingleton(read.census())
        .satisfies(
            census -> {
              assertThat(census.totals().events().count(), is(0L));
              assertThat(census.skipped().all().size(), is(2));
              return null;
            });
    PAssert.thatSingleton(read.events().apply(FindSharedDevices.ofEvents()))
        .satisfies(CountedInputTest::sharesNothing);
    PAssert.thatSingleton(read.aside().apply(PickExamples.ofEachReason()))
        .satisfies(
            examples -> {
              assertThat(examples.isEmpty(), is(true));
              return null;
            });
    pipeline.run();
  }

  private static Void sharesNothing(SharedDevices shared) {
    assertThat(shared.devices(), is(0L));
    return null;
  }

  @Test
  void nothingIsCountedUnlessItIsAskedFor() throws IOException {
    ReadEvents.Result read =
        pipeline
            .apply(ListedFiles.of(files(MIXED.resolve("live"))))
            .apply(ReadEvents.with(reader(), Given.toLanes(8, Selection.ALL)));

    assertThat(read.census(), is(nullValue()));
    pipeline.run();
  }

  private ReadEvents.Result read(String name, Path input, Selection selection) throws IOException {
    return pipeline
        .apply(name + "Files", ListedFiles.of(files(input)))
        .apply(name, ReadEvents.with(reader(), Given.toLanes(8, selection)).counting(NOW));
  }

  private static ExportFileReader reader() {
    return new ExportFileReader(
        ReadSettings.upTo(2_000).skipping(member -> Given.MAPPING.skips(member).isPresent()));
  }

  private static List<InputFile> files(Path input) throws IOException {
    try (Stream<Path> all = Files.list(input)) {
      return all.map(file -> new InputFile(file.toString(), 1, 2, null)).toList();
    }
  }

  private static String said(Example example) {
    return Seen.name(example.origin().file())
        + ":"
        + example.origin().row()
        + " "
        + example.reason().code();
  }

  private static long micros(String day) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(day + "T00:00:00Z"));
  }
}

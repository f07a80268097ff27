package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.ordering.EventBlock;
import io.eventbackfill.persons.PersonFacts;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From files to what is told of persons. */
class PersonsOfFilesTest {
  @TempDir private Path folder;

  private final TestPipeline pipeline = Given.pipeline();

  /** The events are those of a slow computation with all rows at hand, whatever the files. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 16", "2, 1", "2, 16", "3, 1", "3, 16"})
  void theOrderOfRowsAndTheNumberOfFilesDoNotMatter(long seed, int files) throws IOException {
    ToldInput input = ToldInput.random(new Random(seed), 400);
    input.write(folder, files, new Random(seed + files));
    assertThat(input.links().size(), greaterThan(20));
    assertThat(input.profiles().size(), greaterThan(10));

    ReadEvents.Result read = read(true, true);
    LinkDevices.Result linked = link(read);
    SumUpProfiles.Result profiles = profiles(read, linked);

    PAssert.that(said("Links", linked.events())).containsInAnyOrder(input.links());
    PAssert.that(said("Profiles", profiles.events())).containsInAnyOrder(input.profiles());
    pipeline.run();
  }

  @Test
  void rowsOfMergesAreReadAndStillEndAsWhatTheyAre() throws IOException {
    ToldInput input = ToldInput.random(new Random(4), 10);
    input.write(folder, 1, new Random(4));

    ReadEvents.Result read = read(true, false);

    Seen.assertFiles(
        read.account(),
        "-7_2024-01-01_0.json read %1$d {MERGED_ID_ROW=%1$d}{}".formatted(input.merges()),
        "part-0.json read 10 {}{}");
    Seen.assertNothingIn(read.aside());
    pipeline.run();
  }

  @Test
  void aDestinationThatIsToldProfilesAloneNeedsNoMerges() throws IOException {
    ToldInput input = ToldInput.random(new Random(4), 10);
    input.write(folder, 1, new Random(4));

    ReadEvents.Result read = read(false, true);

    Seen.assertFiles(
        read.account(), "-7_2024-01-01_0.json read 0 {}{MERGED_IDS=1}", "part-0.json read 10 {}{}");
    PAssert.that(read.persons())
        .satisfies(
            parts -> {
              for (PersonFacts facts : parts) {
                assertThat(facts.merges().isEmpty(), is(true));
                assertThat(facts.members().isEmpty(), is(true));
                assertThat(facts.devices().isEmpty(), is(false));
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void nothingIsGatheredForADestinationThatIsToldNothing() throws IOException {
    ToldInput.random(new Random(4), 10).write(folder, 1, new Random(4));

    ReadEvents.Result read = read(false, false);

    assertThat(read.persons(), is(nullValue()));
    Seen.assertFiles(
        read.account(), "-7_2024-01-01_0.json read 0 {}{MERGED_IDS=1}", "part-0.json read 10 {}{}");
    pipeline.run();
  }

  /** More devices than are kept until the end of a bundle. */
  @Test
  void factsLeaveABundleBeforeTheyTakeTooMuchMemory() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      rows.append(Given.row("i" + i, "device-" + i, "2024-03-01 00:00:00")).append('\n');
    }
    Files.writeString(folder.resolve("many.json"), rows);

    PAssert.that(read(true, true).persons())
        .satisfies(
            parts -> {
              long devices = 0;
              for (PersonFacts facts : parts) {
                devices += facts.devices().size();
                assertThat(facts.devices().size(), is(not(greaterThan(50_000))));
              }
              assertThat(devices, is(60_000L));
              return null;
            });
    pipeline.run();
  }

  private ReadEvents.Result read(boolean links, boolean profiles) throws IOException {
    Destination destination = new TellingDestination(Given.destination(), links, profiles);
    ToLanes toLanes = new ToLanes(Given.MAPPING, destination, OrderBy.DEVICE_ID, 8, Selection.ALL);
    LeftOut leftOut = toLanes.leftOut();
    ExportFileReader reader =
        new ExportFileReader(ReadSettings.upTo(1_000).skipping(leftOut::holds));
    return pipeline
        .apply(ListedFiles.of(listed()))
        .apply(ReadEvents.with(reader, toLanes).inPartsOf(1_000_000));
  }

  private static LinkDevices.Result link(ReadEvents.Result read) {
    return persons(read).apply(LinkDevices.by(new TellingDestination.Links(true), 8));
  }

  private static SumUpProfiles.Result profiles(ReadEvents.Result read, LinkDevices.Result linked) {
    return persons(read)
        .apply(SumUpProfiles.by(new TellingDestination.Profiles(), 9).without(linked.joined()));
  }

  private static PCollection<PersonFacts> persons(ReadEvents.Result read) {
    return Objects.requireNonNull(read.persons());
  }

  private static PCollection<String> said(
      String name, PCollection<KV<Integer, EventBlock>> events) {
    return events.apply(
        name,
        FlatMapElements.into(TypeDescriptors.strings())
            .via(block -> block.getValue().events().stream().map(e -> e.body().text()).toList()));
  }

  private List<InputFile> listed() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> new InputFile(file.toString(), 1, 2, null)).toList();
    }
  }
}

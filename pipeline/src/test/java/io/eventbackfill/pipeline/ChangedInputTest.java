package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not finished goes on with what it began with, or not at all. */
class ChangedInputTest {
  private static final int DEVICES = 6;
  private static final int EVENTS_OF_EACH = 40;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  @TempDir Path folder;
  private Backfills backfills;
  private AmplitudeEmulator amplitude;
  private Path file;
  private long requests;

  @BeforeEach
  void beginARun() {
    backfills = new Backfills(folder);
    amplitude = backfills.amplitude();
    file = backfills.export("a.json", DEVICES, 0, EVENTS_OF_EACH);
    backfills.stopAfter(4);
    Command stopped = backfills.start();
    assertThat(stopped.err(), stopped.exitCode(), is(6));
    assertThat("not finished", amplitude.stored().size() < EVENTS, is(true));
    requests = amplitude.statistics().requests();
  }

  @AfterEach
  void end() {
    backfills.close();
  }

  @Test
  void aFileThatWasReplacedByALongerOneIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(file);
    backfills.export("a.json", DEVICES, 0, EVENTS_OF_EACH + 1);

    assertRefused(
        backfills.start(),
        file.toString(),
        "had %,d bytes and has %,d".formatted(before.length, Files.size(file)));

    Files.write(file, before);
    assertGoesOn(backfills.start());
  }

  @Test
  void aFileOfTheSameSizeButOtherBytesIsRefusedOnceItIsRead() throws IOException {
    String before = Files.readString(file);
    Files.writeString(file, before.replaceFirst("\"test\"", "\"tset\""));

    assertRefused(backfills.start(), file.toString(), "holds other bytes; nothing was sent");

    Files.writeString(file, before);
    assertGoesOn(backfills.start());
  }

  @Test
  void theSameBytesAtAnotherTimeAreNoChange() throws IOException {
    Files.write(file, Files.readAllBytes(file));

    assertGoesOn(backfills.start());
  }

  @Test
  void aFileThatWasCutOffIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(before, 5000));

    assertRefused(backfills.start(), file.toString(), "and has 5,000");

    Files.write(file, before);
    assertGoesOn(backfills.start());
  }

  @Test
  void aFileThatIsGoneIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(file);
    Files.delete(file);

    assertRefused(backfills.start(), file.toString(), "is gone");

    Files.write(file, before);
    assertGoesOn(backfills.start());
  }

  @Test
  void anOptionThatMattersIsRefusedByItsName() {
    for (String option :
        List.of(
            "--lanes=8",
            "--orderBy=user_id",
            "--maxBytesPerRequest=1MB",
            "--maxLineBytes=16MB",
            "--timeSource=client_event_time",
            "--leaveOut=user_properties",
            "--sourceProject=187520",
            "--since=2024-03-01",
            "--until=2025-03-01",
            "--events=test",
            "--excludeEvents=other",
            "--destinationRegion=eu",
            "--destinationEndpoint=http://127.0.0.1:9",
            "--apiKey=fedcba9876543210fedcba9876543210")) {
      String name = option.substring(0, option.indexOf('='));
      String value = option.startsWith("--apiKey") ? "hash " : option.substring(name.length() + 1);

      assertRefused(
          backfills.start(option), "was started differently: " + name + " was '", "'" + value);
    }
    assertGoesOn(backfills.start());
  }

  @Test
  void howFastAndWhereToIsFree() {
    assertGoesOn(
        backfills.start(
            "--maxEventsPerRequest=15",
            "--maxEventsPerSecond=500",
            "--maxRequestsPerSecond=50",
            "--maxEventsPerSecondPerDevice=200",
            "--maxEventsPerDay=400000",
            "--lookAhead=100",
            "--giveUpAfter=2h",
            "--requestTimeout=30s",
            "--ledgerInterval=1s",
            "--inDoubt=skip",
            "--output=" + folder.resolve("elsewhere")));
    assertThat(Files.isDirectory(folder.resolve("elsewhere")), is(true));
  }

  @Test
  void eachOptionEitherCountsOrIsFree() {
    Set<String> counting =
        Set.of(
            "apiKey",
            "csvDelimiter",
            "csvNull",
            "destination",
            "destinationRegion",
            "destinationEndpoint",
            "events",
            "excludeEvents",
            "inputFormat",
            "lanes",
            "leaveOut",
            "mapping",
            "maxBytesPerRequest",
            "maxLineBytes",
            "orderBy",
            "since",
            "sourceProject",
            "timeSource",
            "until");
    Set<String> undecided =
        OptionCatalog.of(BackfillOptions.class).stream()
            .map(OptionCatalog.Option::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat("what is fixed counts", counting.containsAll(RunSettings.FIXED), is(true));

    undecided.removeAll(RunSettings.FREE);
    assertThat(undecided, equalTo(new TreeSet<>(counting)));

    Destinations.byName()
        .values()
        .forEach(
            factory ->
                assertThat(
                    "a destination frees none but its own",
                    OptionCatalog.of(factory.optionsType()).stream()
                        .map(OptionCatalog.Option::name)
                        .collect(Collectors.toSet())
                        .containsAll(factory.freeOptions()),
                    is(true)));
  }

  private void assertRefused(Command run, String... why) {
    assertThat(run.err(), run.exitCode(), is(5));
    for (String words : why) {
      assertThat(run.err(), containsString(words));
    }
    assertThat(run.err(), containsString("Outcome: refused by the ledger"));
    assertThat("nothing was sent", amplitude.statistics().requests(), is(requests));
  }

  private void assertGoesOn(Command run) {
    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.err(), containsString("Resuming run "));
    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(amplitude.statistics().eventsReceived(), is((long) EVENTS));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }
}

package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command, night after night: each event is sent once, whatever file it comes in. */
class RecurringRunTest {
  private static final int DEVICES = 4;

  @TempDir Path folder;
  private Backfills backfills;
  private AmplitudeEmulator amplitude;

  @BeforeEach
  void begin() {
    backfills = new Backfills(folder);
    amplitude = backfills.amplitude();
  }

  @AfterEach
  void end() {
    backfills.close();
  }

  @Test
  void aNightTakesTheFilesThatNoEarlierOneHasTaken() {
    backfills.export("a.json", DEVICES, 0, 10);
    Command first = backfills.start();
    assertThat(first.err(), first.exitCode(), is(0));
    assertArrived(10);

    long requests = amplitude.statistics().requests();
    Command second = backfills.start();
    assertThat(second.err(), second.exitCode(), is(0));
    assertThat(
        second.err(),
        containsString("Nothing new: finished runs have taken all 1 files that match."));
    assertThat(amplitude.statistics().requests(), is(requests));
    assertThat("no folder for no results", Files.exists(second.output()), is(false));

    backfills.export("b.json", DEVICES, 10, 20);
    Command third = backfills.start();
    assertThat(third.err(), third.exitCode(), is(0));
    assertThat(third.err(), containsString("New files: 1; taken by finished runs: "));
    assertThat(files(third), equalTo(List.of(backfills.file("b.json").toString())));
    assertThat(third.report().at("/rows/read").asInt(), is(40));
    assertArrived(20);
  }

  @Test
  void anHourExportedAgainInAnotherFileIsNotSentAgain() {
    backfills.export("a.json", DEVICES, 0, 10);
    backfills.start();
    backfills.export("b.json", DEVICES, 0, 10);

    Command again = backfills.start();

    assertThat(again.err(), again.exitCode(), is(0));
    assertThat(again.report().at("/reasons/already-delivered").asInt(), is(40));
    assertThat(again.report().at("/rows/accepted").asInt(), is(0));
    assertThat(again.report().at("/rows/adds_up").asBoolean(), is(true));
    assertArrived(10);
  }

  @Test
  void ofAFileThatHasGrownOnlyTheNewRowsAreSent() {
    backfills.export("a.json", DEVICES, 0, 10);
    backfills.start();
    backfills.export("a.json", DEVICES, 0, 25);

    Command longer = backfills.start();

    assertThat(longer.err(), longer.exitCode(), is(0));
    assertThat(longer.err(), containsString("Changed since a run took them: 1, such as "));
    assertThat(longer.report().at("/reasons/already-delivered").asInt(), is(40));
    assertThat(longer.report().at("/reasons/delivered").asInt(), is(60));
    assertArrived(25);
  }

  @Test
  void aFileIsTakenOnceForEachSelectionAndItsEventsOnceForAll() {
    backfills.export("a.json", DEVICES, 0, 20);
    Command until = backfills.start("--until=2024-03-01T00:00:10");
    assertThat(until.err(), until.exitCode(), is(0));
    assertThat(until.report().at("/reasons/outside-range").asInt(), is(40));
    assertArrived(10);
    assertThat(backfills.start("--until=2024-03-01T00:00:10").err(), containsString("Nothing new"));

    Command all = backfills.start();

    assertThat(all.err(), all.exitCode(), is(0));
    assertThat(all.report().at("/reasons/already-delivered").asInt(), is(40));
    assertThat(all.report().at("/reasons/delivered").asInt(), is(40));
    assertArrived(20);
    assertThat(backfills.start().err(), containsString("Nothing new"));
  }

  @Test
  void whatManyNightsDeliveredIsKnownInTheLastOneToo() {
    for (int night = 0; night < 4; night++) {
      backfills.export("night-" + night + ".json", DEVICES, night * 5, night * 5 + 5);
      assertThat(backfills.start().exitCode(), is(0));
    }
    backfills.export("all.json", DEVICES, 0, 25);

    Command last = backfills.start();

    assertThat(last.err(), last.exitCode(), is(0));
    assertThat(last.report().at("/reasons/already-delivered").asInt(), is(80));
    assertArrived(25);
  }

  @Test
  void whatWasDeferredIsSentOnceItIsFedBack() {
    backfills.export("a.json", 1, 0, 50);
    amplitude.configure(AmplitudeSettings.defaults().withDailyQuota(30));
    Command run = backfills.start();
    assertThat(run.err(), run.exitCode(), is(3));
    int deferred = run.report().at("/rows/deferred").asInt();
    assertThat(deferred, is(greaterThan(0)));
    assertThat(amplitude.stored(), hasSize(50 - deferred));

    amplitude.clock().advance(Duration.ofHours(25));
    amplitude.configure(AmplitudeSettings.defaults());
    Command next = backfills.start("--input=" + files(run, "deferred"));

    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(next.report().at("/rows/accepted").asInt(), is(deferred));
    assertThat(amplitude.stored(), hasSize(50));
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));
    assertThat(
        amplitude.statistics().arrivalOrder(ExportRows.device(0)),
        equalTo(ExportRows.identities(0, 0, 50)));
    Command once = backfills.start("--input=" + files(run, "deferred"));
    assertThat(once.err(), once.err(), containsString("Nothing new"));
  }

  @Test
  void whatWasRejectedIsNotTakenForDelivered() {
    backfills.export("a.json", DEVICES, 0, 10);
    String silenced = ExportRows.device(2);
    amplitude.configure(AmplitudeSettings.defaults().withSilencedDevices(Set.of(silenced)));
    Command run = backfills.start();
    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(run.aside("dead-letters"), hasSize(10));

    amplitude.configure(AmplitudeSettings.defaults());
    Command repaired = backfills.start("--input=" + files(run, "dead-letters"));

    assertThat(repaired.err(), repaired.exitCode(), is(0));
    assertThat(repaired.report().at("/rows/accepted").asInt(), is(10));
    assertThat(amplitude.stored(), hasSize(40));
    assertThat(amplitude.statistics().duplicatesStored(), is(0L));
  }

  @Test
  void aGlobThatMatchesNothingYetIsOnlyANoteBesideOneThatDoes() {
    backfills.export("a.json", DEVICES, 0, 10);
    String later = folder + "/later/*";

    Command run = backfills.start("--input=" + backfills.file("a.json") + "," + later);

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(run.err(), containsString("Note: --input: no file matches " + later));
    assertArrived(10);
    Command nothing = backfills.start("--input=" + later);
    assertThat(nothing.err(), nothing.exitCode(), is(2));
    assertThat(nothing.err(), containsString("--input: no file matches " + later));
  }

  @Test
  void twoLedgersKnowNothingOfEachOther() {
    backfills.export("a.json", DEVICES, 0, 10);
    backfills.start();

    Command other = backfills.start("--ledger=" + folder.resolve("another"));

    assertThat(other.err(), other.exitCode(), is(0));
    assertThat(other.report().at("/rows/accepted").asInt(), is(40));
    assertThat(amplitude.statistics().duplicatesReceived(), is(40L));
  }

  @Test
  void theLedgerOfAnotherProjectIsRefusedEvenIfThereIsNothingNew() {
    backfills.export("a.json", DEVICES, 0, 10);
    backfills.start();
    try (AmplitudeEmulator elsewhere = AmplitudeEmulator.start()) {
      for (String other :
          List.of(
              "--apiKey=fedcba9876543210fedcba9876543210",
              "--lanes=8",
              "--orderBy=user_id",
              "--destinationEndpoint=" + elsewhere.endpoint())) {
        Command nothingNew = backfills.start(other);
        assertRefused(nothingNew, other);
      }
      backfills.export("b.json", DEVICES, 10, 20);
      assertRefused(
          backfills.start("--destinationEndpoint=" + elsewhere.endpoint()),
          "--destinationEndpoint=");
      assertThat(elsewhere.requests(), is(empty()));
    }
    assertArrived(10);
  }

  private static void assertRefused(Command run, String option) {
    String name = option.substring(0, option.indexOf('='));
    assertThat(option + "\n" + run.err(), run.exitCode(), is(5));
    assertThat(
        run.err(),
        allOf(containsString("the ledger is of another project"), containsString(name + " was")));
    assertThat(run.err(), not(containsString("fedcba9876543210")));
  }

  /** All devices' events up to a number, each received once and in order. */
  private void assertArrived(int to) {
    EmulatorStatistics seen = amplitude.statistics();
    assertThat(seen.eventsReceived(), is((long) DEVICES * to));
    assertThat(amplitude.stored(), hasSize(DEVICES * to));
    assertThat(seen.duplicatesReceived(), is(0L));
    for (int device = 0; device < DEVICES; device++) {
      assertThat(
          seen.arrivalOrder(ExportRows.device(device)),
          equalTo(ExportRows.identities(device, 0, to)));
    }
  }

  private static String files(Command run, String aside) {
    return run.files(".jsonl").stream()
            .filter(file -> file.getParent().endsWith(aside))
            .findFirst()
            .orElseThrow()
            .getParent()
        + "/*";
  }

  private static List<String> files(Command run) {
    List<String> names = new ArrayList<>();
    for (JsonNode file : run.report().path("files")) {
      names.add(file.path("file").asText());
    }
    return names;
  }
}

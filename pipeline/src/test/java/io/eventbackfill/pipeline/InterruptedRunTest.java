package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that does not come to its end in one start comes to the same end in two. */
class InterruptedRunTest {
  private static final int DEVICES = 10;
  private static final int EVENTS_OF_EACH = 40;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;
  private static final String ANOTHER_KEY = "fedcba9876543210fedcba9876543210";

  @TempDir Path folder;
  private Backfills backfills;
  private AmplitudeEmulator amplitude;

  @BeforeEach
  void begin() {
    backfills = new Backfills(folder);
    amplitude = backfills.amplitude();
    backfills.export("a.json", DEVICES, 0, EVENTS_OF_EACH);
  }

  @AfterEach
  void end() {
    backfills.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatAStoppedRunHasSentIsNotSentAgain(Engine engine) {
    backfills.stopAfter(6);
    Command first = backfills.start(engine);
    assertThat(first.err(), first.exitCode(), is(6));
    JsonNode rows = first.report().path("rows");
    int sent = rows.path("accepted").asInt();
    assertThat(sent, is(allOf(greaterThan(0), lessThan(EVENTS))));
    assertThat(amplitude.stored(), hasSize(sent));
    assertThat(rows.path("adds_up").asBoolean(), is(true));
    assertThat(first.report().at("/reasons/stopped").asInt(), is(EVENTS - sent));
    assertThat("left to the next start", first.aside("deferred"), is(empty()));

    Command second = backfills.start(engine);

    assertThat(second.err(), second.exitCode(), is(0));
    assertThat(second.err(), containsString("Resuming run " + run(first) + ", started "));
    assertThat(second.err(), not(containsString("In doubt")));
    assertThat("received once", amplitude.statistics().eventsReceived(), is((long) EVENTS));
    assertEachOnceAndInOrder();
    assertWhole(second, sent);
    assertThat(second.report().path("run"), equalTo(first.report().path("run")));
    assertThat(backfills.start(engine).err(), containsString("Nothing new"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRunWhoseKeyWasTakenBackGoesOnOnceItIsGivenAgain(Engine engine) {
    backfills.revokeAfter(6);
    Command first = backfills.start(engine);
    assertThat(first.err(), first.exitCode(), is(4));
    assertThat(first.err(), containsString("To go on: the same command."));
    int sent = amplitude.stored().size();
    assertThat(sent, is(allOf(greaterThan(0), lessThan(EVENTS))));

    amplitude.configure(AmplitudeSettings.defaults());
    Command second = backfills.start(engine);

    assertThat(second.err(), second.exitCode(), is(0));
    assertThat(second.err(), containsString("Resuming run " + run(first)));
    assertThat(second.err(), not(containsString("In doubt")));
    assertEachOnceAndInOrder();
    assertWhole(second, sent);
    assertThat(requests(second).get("400"), is(greaterThan(0L)));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theLastStartHasTheDeadLettersOfAllStarts(Engine engine) {
    Set<String> silenced = new TreeSet<>();
    for (int device = 0; device < DEVICES; device += 2) {
      silenced.add(ExportRows.device(device));
    }
    amplitude.configure(AmplitudeSettings.defaults().withSilencedDevices(silenced));
    backfills.stopAfter(12);
    Command first = backfills.start(engine);
    assertThat(first.err(), first.exitCode(), is(6));
    int before = first.aside("dead-letters").size();
    assertThat(before, is(allOf(greaterThan(0), lessThan(EVENTS / 2))));

    amplitude.configure(AmplitudeSettings.defaults());
    Command second = backfills.start(engine);

    assertThat(second.err(), second.exitCode(), is(3));
    assertThat(second.aside("dead-letters"), hasSize(before));
    assertThat(essence(second), equalTo(essence(first)));
    JsonNode rows = second.report().path("rows");
    assertThat(rows.path("rejected").asInt(), is(before));
    assertThat(rows.path("accepted").asInt(), is(EVENTS - before));
    assertThat(amplitude.stored(), hasSize(EVENTS - before));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  @Test
  void aRunStoppedTwiceIsOneRun() {
    backfills.stopAfter(4);
    Command first = backfills.start();
    backfills.stopAfter(10);
    Command second = backfills.start();
    assertThat(second.err(), second.exitCode(), is(6));
    int sent = amplitude.stored().size();
    assertThat(second.report().at("/rows/accepted").asInt(), is(sent));

    Command third = backfills.start();

    assertThat(third.err(), third.exitCode(), is(0));
    assertThat(third.report().path("run"), equalTo(first.report().path("run")));
    assertThat(amplitude.statistics().eventsReceived(), is((long) EVENTS));
    assertEachOnceAndInOrder();
    assertWhole(third, sent);
  }

  @Test
  void filesThatCameMeanwhileAreARunOfTheirOwn() {
    backfills.stopAfter(6);
    backfills.start();
    backfills.export("b.json", 2, EVENTS_OF_EACH, EVENTS_OF_EACH + 5);

    Command both = backfills.start();

    assertThat(both.err(), both.exitCode(), is(0));
    assertThat(both.files("report.json"), hasSize(2));
    assertThat(both.report().at("/rows/accepted").asInt(), is(EVENTS));
    assertThat(amplitude.stored(), hasSize(EVENTS + 10));
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  @Test
  void aRunKnowsItsFilesThoughNoGlobNamesThemAnyMore() {
    backfills.stopAfter(6);
    backfills.start();

    Command second = backfills.start("--input=" + folder + "/later/*");

    assertThat(second.err(), second.exitCode(), is(0));
    assertEachOnceAndInOrder();
  }

  @Test
  void aRunThatDeliveredNothingForItsKeyIsForgottenForTheRightOne() {
    amplitude.configure(backfills.withKey(ANOTHER_KEY));
    Command wrong = backfills.start();
    assertThat(wrong.err(), wrong.exitCode(), is(4));
    assertThat(amplitude.stored(), is(empty()));

    Command right = backfills.start("--apiKey=" + ANOTHER_KEY);

    assertThat(right.err(), right.exitCode(), is(0));
    assertThat(
        right.err(),
        containsString("Run " + run(wrong) + " has delivered nothing; it is forgotten."));
    assertThat(right.report().path("run"), not(equalTo(wrong.report().path("run"))));
    assertEachOnceAndInOrder();
  }

  private static String run(Command start) {
    return start.report().path("run").asText();
  }

  /** Who was rejected, why, after which answer and from which row: as they are to be repaired. */
  private static Set<String> essence(Command start) {
    Set<String> letters = new TreeSet<>();
    for (JsonNode letter : start.aside("dead-letters")) {
      assertThat(letter.path("reason").asText(), equalTo("silenced"));
      letters.add(
          "%s %s %s %s %s"
              .formatted(
                  letter.path("insert_id"),
                  letter.path("detail"),
                  letter.path("http_status"),
                  letter.path("event"),
                  letter.path("row")));
    }
    return letters;
  }

  /** The account covers all starts of the run: rows, answers and upload times. */
  private void assertWhole(Command last, int before) {
    JsonNode report = last.report();
    assertThat(report.at("/rows/read").asInt(), is(EVENTS));
    assertThat(report.at("/rows/accepted").asInt(), is(EVENTS));
    assertThat(report.at("/rows/adds_up").asBoolean(), is(true));
    assertThat(report.at("/reasons/delivered").asInt(), is(EVENTS));
    assertThat(report.at("/ledger/accepted_before").asInt(), is(before));
    Map<String, Long> seen = new TreeMap<>();
    amplitude.statistics().requestsByStatus().forEach((status, n) -> seen.put(status + "", n));
    assertThat(requests(last), equalTo(seen));
    assertThat(
        Instant.parse(report.at("/server_upload_time/first").asText()),
        equalTo(
            amplitude.stored().stream()
                .map(StoredEvent::uploadedAt)
                .min(Instant::compareTo)
                .orElseThrow()));
    assertThat(
        Instant.parse(report.at("/server_upload_time/last").asText()),
        equalTo(
            amplitude.stored().stream()
                .map(StoredEvent::uploadedAt)
                .max(Instant::compareTo)
                .orElseThrow()));
  }

  private static Map<String, Long> requests(Command start) {
    Map<String, Long> requests = new TreeMap<>();
    start
        .report()
        .path("requests")
        .properties()
        .forEach(answer -> requests.put(answer.getKey(), answer.getValue().asLong()));
    return requests;
  }

  private void assertEachOnceAndInOrder() {
    EmulatorStatistics seen = amplitude.statistics();
    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(seen.duplicatesReceived(), is(0L));
    assertThat(seen.orderInversions(), is(0L));
    for (int device = 0; device < DEVICES; device++) {
      assertThat(
          seen.arrivalOrder(ExportRows.device(device)),
          equalTo(ExportRows.identities(device, 0, EVENTS_OF_EACH)));
    }
  }
}

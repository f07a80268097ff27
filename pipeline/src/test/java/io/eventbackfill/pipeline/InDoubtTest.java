package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A start that died with requests in flight: the vendor stored them, and nobody wrote that down.
 */
class InDoubtTest {
  private static final int DEVICES = 10;
  private static final int EVENTS_OF_EACH = 40;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  /** A lane longer than what may be sent between two segments. */
  private static final int LONG = 2400;

  private static final int IN_FLIGHT = 200;
  private static final int WRITTEN = 1000;

  /** So many may be sent until the next segment is written: the ledger can't tell. */
  private static final int MAY_BE_IN_FLIGHT = 1000;

  private static final Pattern AT_MOST = Pattern.compile("at most ([\\d,]+) events");

  @TempDir Path folder;
  private Backfills backfills;
  private AmplitudeEmulator amplitude;
  private long received;

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

  private void die(Engine engine) {
    backfills.dieAfter(6);
    Command dead = backfills.start(engine);
    assertThat(dead.err(), dead.exitCode(), is(1));
    received = amplitude.statistics().eventsReceived();
    assertThat(received, is(allOf(greaterThan(0L), lessThan((long) EVENTS))));
    assertThat(amplitude.stored(), hasSize((int) received));
  }

  private void pass(Duration time) {
    amplitude.clock().advance(time);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void withinSixDaysItIsSentAgainWithoutAQuestion(Engine engine) {
    die(engine);
    pass(Duration.ofDays(5));

    Command second = backfills.start(engine);

    assertThat(second.err(), second.exitCode(), is(0));
    long most = atMost(second.err());
    assertThat(amplitude.stored(), hasSize(EVENTS));
    EmulatorStatistics seen = amplitude.statistics();
    assertThat(seen.duplicatesReceived(), is(allOf(greaterThan(0L), lessThanOrEqualTo(most))));
    assertThat(seen.duplicatesStored(), is(0L));
    assertThat(seen.orderInversions(), is(0L));
    JsonNode doubt = second.report().at("/ledger/in_doubt");
    assertThat(doubt.path("events_at_most").asLong(), is(most));
    assertThat(doubt.path("forgotten_by_destination").asLong(), is(0L));
    assertThat(doubt.path("decision").asText(), equalTo("resend"));
    assertThat(second.report().at("/rows/accepted").asInt(), is(EVENTS));
  }

  @Test
  void afterEightDaysTheUserIsAskedWithNumbers() {
    die(Engine.DIRECT);
    Instant died = amplitude.clock().instant();
    pass(Duration.ofDays(8));

    Command asked = backfills.start();

    assertThat(asked.err(), asked.exitCode(), is(5));
    long most = atMost(asked.err());
    assertThat(most, is(greaterThanOrEqualTo(received)));
    assertThat(
        asked.err(),
        allOf(
            containsString("is in doubt: "),
            containsString(" were sent "),
            containsString(died.toString().substring(0, 17)),
            containsString("--inDoubt=resend (they may then be there twice)"),
            containsString("--inDoubt=skip (they may then be missing)")));
    assertThat("nothing sent", amplitude.statistics().eventsReceived(), is(received));
  }

  @Test
  void sentAgainOnRequestAllAreThereAndThoseInFlightTwice() {
    dieInOneLongLane();

    Command resent = startInOneLongLane("--inDoubt=resend");

    assertThat(resent.err(), resent.exitCode(), is(0));
    JsonNode report = resent.report();
    assertThat(report.at("/ledger/accepted_before").asInt(), is(WRITTEN));
    assertThat(report.at("/rows/accepted").asInt(), is(LONG));
    assertDoubt(report, "resend");
    EmulatorStatistics seen = amplitude.statistics();
    assertThat(seen.copiesByInsertId().size(), is(LONG));
    assertThat(seen.duplicatesStored(), is((long) IN_FLIGHT));
  }

  @Test
  void skippedOnRequestNothingIsThereTwiceAndTheReportHasTheNumber() {
    dieInOneLongLane();

    Command skipped = startInOneLongLane("--inDoubt=skip");

    assertThat(skipped.err(), skipped.exitCode(), is(0));
    JsonNode report = skipped.report();
    assertThat(report.at("/reasons/left-in-doubt").asInt(), is(MAY_BE_IN_FLIGHT));
    assertThat(report.at("/rows/accepted").asInt(), is(LONG - MAY_BE_IN_FLIGHT));
    assertThat(report.at("/rows/adds_up").asBoolean(), is(true));
    assertDoubt(report, "skip");
    assertThat(amplitude.stored(), hasSize(LONG - MAY_BE_IN_FLIGHT + IN_FLIGHT));
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));

    backfills.export("b.json", DEVICES, 0, LONG / DEVICES);
    Command again = startInOneLongLane();
    assertThat("a later run asks, too: " + again.err(), again.exitCode(), is(3));
    assertThat(again.report().at("/reasons/in-doubt").asInt(), is(MAY_BE_IN_FLIGHT));
    assertThat(
        again.report().at("/reasons/already-delivered").asInt(), is(LONG - MAY_BE_IN_FLIGHT));
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));
  }

  /** Dies after six requests, of which it has written down five, and 8 days pass. */
  private void dieInOneLongLane() {
    backfills.export("a.json", DEVICES, 0, LONG / DEVICES);
    backfills.dieAfter(6);
    Command dead = startInOneLongLane();
    assertThat(dead.err(), dead.exitCode(), is(1));
    assertThat(amplitude.stored(), hasSize(WRITTEN + IN_FLIGHT));
    pass(Duration.ofDays(8));
  }

  private Command startInOneLongLane(String... more) {
    List<String> options =
        new ArrayList<>(List.of("--lanes=1", "--maxEventsPerRequest=" + IN_FLIGHT));
    options.addAll(List.of(more));
    return backfills.start(options.toArray(String[]::new));
  }

  private static void assertDoubt(JsonNode report, String decision) {
    JsonNode doubt = report.at("/ledger/in_doubt");
    assertThat(doubt.path("events_at_most").asInt(), is(MAY_BE_IN_FLIGHT));
    assertThat(doubt.path("forgotten_by_destination").asInt(), is(MAY_BE_IN_FLIGHT));
    assertThat(doubt.path("decision").asText(), equalTo(decision));
    assertThat(doubt.path("sent_from").asText(), startsWith("2026-01-01T01:00:"));
    assertThat(doubt.path("sent_to").asText(), startsWith("2026-01-01T01:00:"));
  }

  private static long atMost(String said) {
    Matcher number = AT_MOST.matcher(said);
    assertThat(said, number.find(), is(true));
    return Long.parseLong(number.group(1).replace(",", ""));
  }
}

package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.Command.testData;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.Complaint;
import io.eventbackfill.emulators.amplitude.EmulatorStatistics;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.steps.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command against the emulator, through sockets, on the Direct Runner. Counts are those of
 * {@code test-data/README.md}.
 */
class BackfillEndToEndTest {
  @TempDir Path output;
  private final AmplitudeEmulator amplitude = AmplitudeEmulator.start();

  @AfterEach
  void stop() {
    amplitude.close();
  }

  @Test
  void everyEventOfAnExportArrivesOnceAndInOrder() {
    Command run = Command.send(amplitude, output, testData("exports/**"));

    assertThat(run.err(), run.exitCode(), is(0));
    JsonNode rows = run.report().path("rows");
    assertThat(
        counts(rows),
        equalTo(
            Map.of(
                "read",
                1980L,
                "accepted",
                1875L,
                "rejected",
                0L,
                "deferred",
                0L,
                "skipped",
                105L)));
    assertThat(
        counts(run.report().path("reasons")),
        equalTo(Map.of("delivered", 1875L, "duplicate", 40L, "derived-event", 65L)));
    assertThat(run.report().at("/notes/identity-from-uuid/events").asInt(), is(14));
    assertThat(run.report().at("/notes/id-dropped/user_id").asInt(), is(5));
    assertThat(run.report().at("/notes/clock-gap/events").asInt(), is(6));
    assertThat(run.aside("dead-letters"), is(empty()));
    assertThat(amplitude.stored(), hasSize(1875));
    assertFaultless(amplitude.statistics());
    assertThat(run.out(), containsString("Every row read ended in exactly one place."));
    assertThat(run.err(), containsString("Warning: --apiKey holds the key itself"));
    assertThat(run.everythingSaid(), not(containsString(Command.KEY)));
  }

  @Test
  void markersAndMergedUsersAreSkippedAndCounted() {
    Command run = Command.send(amplitude, output, testData("exports/**"));

    Map<String, String> skipped = new TreeMap<>();
    for (JsonNode file : run.report().path("files")) {
      file.path("skipped").fieldNames().forEachRemaining(why -> skipped.put(why, name(file)));
    }
    assertThat(
        skipped,
        equalTo(
            Map.of(
                "complete-marker", "187520_2024-03-01_5_complete",
                "merged-ids", "-1234_2024-03-01_17.json.gz")));
  }

  @Test
  void eachBadRowEndsAsTheTestDataSays() {
    Command run = Command.send(amplitude, output, testData("broken/187520_2024-03-01_20.json"));

    assertThat(run.exitCode(), is(3));
    Map<Integer, String> reasons = new TreeMap<>();
    for (JsonNode letter : run.aside("dead-letters")) {
      reasons.put(letter.at("/origin/row").asInt(), letter.path("reason").asText());
    }
    assertThat(
        reasons,
        equalTo(
            Map.of(
                3, "invalid-json",
                4, "invalid-utf8",
                6, "missing-id",
                7, "missing-event-type",
                8, "missing-time",
                9, "missing-time",
                11, "too-deep",
                12, "not-an-event",
                18, "invalid-json")));
    assertThat(run.report().at("/reasons/blank-line").asInt(), is(1));
    assertThat(
        amplitude.stored().stream().map(StoredEvent::deviceId).sorted().toList(),
        equalTo(
            List.of(
                "broken-device-01",
                "broken-device-02",
                "broken-device-10",
                "broken-device-13",
                "broken-device-14",
                "broken-device-15",
                "broken-device-16",
                "broken-device-17",
                "broken-device-19")));
  }

  @Test
  void everyCounterIsInTheReadme() throws IOException {
    amplitude.faults(FaultScript.parse("1: 503"));
    Command.send(amplitude, output, testData("broken/**") + "," + testData("exports/187520/*_10*"));

    String readme = Files.readString(Path.of("..", "README.md"));
    Map<String, Long> counters = Tally.snapshot();
    assertThat(counters.keySet(), hasItems("read/rows-rejected", "deliver/lanes-outage"));
    counters.keySet().forEach(name -> assertThat(readme, containsString("`" + name + "`")));
  }

  @Test
  void aTruncatedGzipDeliversWhatItHoldsAndSaysSo() {
    Command run = Command.send(amplitude, output, testData("broken/*.gz"));

    assertThat(run.exitCode(), is(3));
    assertThat(counts(run.report().path("reasons")).get("truncated-file"), is(1L));
    JsonNode letter = run.aside("dead-letters").get(0);
    assertThat(letter.at("/origin/row").asInt(), is(27));
    assertThat(letter.path("row").asText().getBytes(StandardCharsets.UTF_8).length, is(1406));
    assertThat(run.report().at("/rows/read").asInt(), is(27));
  }

  @Test
  void rowsOfSeveralProjectsAreRefusedBeforeAnythingIsSent() {
    Command run = Command.send(amplitude, output, testData("mixed-projects/**"));

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(), allOf(containsString("187520, 204915"), containsString("--sourceProject")));
    assertThat(amplitude.requests(), is(empty()));

    Command chosen =
        Command.send(
            amplitude,
            output.resolve("b"),
            testData("mixed-projects/**"),
            "--sourceProject=204915");
    assertThat(chosen.exitCode(), is(0));
    assertThat(amplitude.stored(), hasSize(2));
    assertThat(chosen.report().at("/reasons/other-project").asInt(), is(3));
  }

  @Test
  void aWrongKeyStopsTheJobRejectsNothingAndIsNeverShown() {
    String wrong = "fedcba9876543210fedcba9876543210";

    Command run =
        Command.run(
            output,
            List.of(
                "--input=" + testData("exports/**"),
                "--destinationEndpoint=" + amplitude.endpoint(),
                "--apiKey=" + wrong,
                "--output=" + output,
                "--ledger=none"));

    assertThat(run.exitCode(), is(4));
    assertThat(run.err(), containsString("does not know this API key"));
    assertThat(run.everythingSaid(), not(containsString(wrong)));
    assertThat(run.aside("dead-letters"), is(empty()));
    assertThat(amplitude.stored(), is(empty()));
    assertThat(run.report().path("exit_code").asInt(), is(4));
  }

  @Test
  void lostAnswersAndServerErrorsMakeNoSecondCopy() {
    amplitude.faults(
        FaultScript.parse(
            "2: store-then-drop; 5: 503; 8: store-then-500; 11: half-json; 14: truncate"));

    Command run = Command.send(amplitude, output, testData("exports/**"));

    assertThat(run.err(), run.exitCode(), is(0));
    assertThat(amplitude.stored(), hasSize(1875));
    EmulatorStatistics seen = amplitude.statistics();
    assertThat("a lost answer was sent again", seen.duplicatesReceived() > 0, is(true));
    assertThat(seen.duplicatesStored(), is(0L));
    assertThat(seen.orderInversions(), is(0L));
    assertThat(seen.complaints(Complaint.COPY_WITH_OTHER_CONTENT), is(0L));
    assertThat(run.report().at("/rows/accepted").asInt(), is(1875));
  }

  @Test
  void aSecondRunAddsNothing() {
    Command.send(amplitude, output, testData("exports/**"));
    List<String> first = amplitude.stored().stream().map(e -> e.uploaded().toString()).toList();

    Command again = Command.send(amplitude, output.resolve("again"), testData("exports/**"));

    assertThat(again.exitCode(), is(0));
    assertThat(
        amplitude.stored().stream().map(e -> e.uploaded().toString()).toList(), equalTo(first));
    assertThat(amplitude.statistics().complaints(Complaint.COPY_WITH_OTHER_CONTENT), is(0L));
  }

  @Test
  void whatTheVendorRefusesIsADeadLetterWithItsOriginalRow() {
    amplitude.configure(amplitude.settings().withMinIdLength(21));

    Command run =
        Command.send(amplitude, output, testData("exports/187520/187520_2024-03-01_17.json.gz"));

    assertThat(run.exitCode(), is(3));
    List<JsonNode> letters = run.aside("dead-letters");
    assertThat(letters, is(not(empty())));
    for (JsonNode letter : letters) {
      assertThat(letter.path("reason").asText(), equalTo("invalid-id-length"));
      assertThat(letter.path("detail").asText(), startsWith("HTTP 400 Invalid id length"));
      assertThat(letter.at("/origin/member").asText(), startsWith("187520/187520_2024-03-01_17#"));
      String identity = letter.path("insert_id").asText();
      assertThat(letter.at("/event/insert_id").asText(), equalTo(identity));
      assertThat(letter.path("row").asText(), containsString(identity.replace("uuid:", "")));
      assertThat(letter.path("http_status").asInt(), is(400));
    }
    assertThat(run.report().at("/rows/adds_up").asBoolean(), is(true));
    assertThat(run.report().at("/rows/rejected").asInt(), is(letters.size()));
  }

  @Test
  void deferredEventsAreTheNextRunsInput() {
    amplitude.configure(amplitude.settings().withDailyQuota(150));
    Command run = Command.send(amplitude, output, testData("exports/**"));

    assertThat(run.exitCode(), is(3));
    int deferred = run.report().at("/rows/deferred").asInt();
    assertThat(run.aside("deferred"), hasSize(deferred));
    assertThat(run.aside("deferred").get(0).path("reason").asText(), equalTo("daily-quota"));
    assertThat(amplitude.stored(), hasSize(1875 - deferred));

    amplitude.clock().advance(Duration.ofHours(25));
    amplitude.configure(amplitude.settings().withDailyQuota(500_000));
    String input = run.files(".jsonl").get(0).getParent() + "/*";
    Command next = Command.send(amplitude, output.resolve("next"), input);

    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(amplitude.stored(), hasSize(1875));
    assertThat(amplitude.statistics().duplicatesStored(), is(0L));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  @Test
  void theUsersOrderIsKeptWhereItIsAskedFor() {
    Command run = Command.send(amplitude, output, testData("exports/**"), "--orderBy=user_id");

    assertThat(run.exitCode(), is(0));
    Map<String, Long> latest = new TreeMap<>();
    for (StoredEvent event : amplitude.stored()) {
      event
          .userId()
          .ifPresent(
              user -> {
                long before = latest.getOrDefault(user, Long.MIN_VALUE);
                assertThat(user, event.time().getAsLong() >= before, is(true));
                latest.put(user, event.time().getAsLong());
              });
    }
    assertThat(latest.size(), is(36));
  }

  @Test
  void flinkDoesTheSame() {
    Command run =
        Command.send(
            amplitude,
            output,
            testData("exports/**") + "," + testData("broken/**"),
            "--runner=FlinkRunner",
            "--flinkMaster=[local]",
            "--parallelism=2");

    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(amplitude.stored(), hasSize(1875 + 9 + 26));
    assertThat(run.aside("dead-letters"), hasSize(9 + 1));
    assertThat(run.report().at("/rows/adds_up").asBoolean(), is(true));
    assertFaultless(amplitude.statistics());
  }

  @Test
  void flinkStopsForAWrongKeyToo() {
    amplitude.configure(amplitude.settings().withValidApiKeys(Map.of("another-key", 1)));

    Command run =
        Command.send(
            amplitude,
            output,
            testData("mixed-projects/187520/*"),
            "--runner=FlinkRunner",
            "--flinkMaster=[local]");

    assertThat(run.exitCode(), is(4));
    assertThat(run.everythingSaid(), not(containsString(Command.KEY)));
  }

  private static void assertFaultless(EmulatorStatistics seen) {
    assertThat(seen.orderInversions(), is(0L));
    assertThat(seen.duplicatesReceived(), is(0L));
    for (Complaint complaint : Complaint.values()) {
      assertThat(complaint.name(), seen.complaints(complaint), is(0L));
    }
    assertThat(seen.mostInFlightPerDevice().count(), is(1L));
  }

  private static Map<String, Long> counts(JsonNode object) {
    Map<String, Long> counts = new TreeMap<>();
    object.properties().stream()
        .filter(entry -> entry.getValue().isNumber())
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
    return counts;
  }

  private static String name(JsonNode file) {
    return Path.of(file.path("file").asText()).getFileName().toString();
  }
}

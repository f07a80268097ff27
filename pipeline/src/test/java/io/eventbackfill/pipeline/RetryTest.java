package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was set aside is corrected, or was only too early, and goes in again: once, as the same. */
class RetryTest {
  private static final String USER = "user-1";

  /** As it stands inside the text of a field. */
  private static final String NO_TYPE = "\\\"event_type\\\":\\\"\\\"";

  private static final String TYPE = "\\\"event_type\\\":\\\"repaired\\\"";

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
  void aRowThatWasCorrectedInItsRecordIsSentOnceAsTheSameEvent() throws IOException {
    Path export = exportWithoutTypes(3);
    Command run = backfills.start();
    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(run.aside("dead-letters"), hasSize(3));
    edit(run, "dead-letters", line -> line.replace(NO_TYPE, TYPE));

    Command retry = backfills.retry(folderOf(run) + "/dead-letters");

    assertThat(retry.err(), retry.exitCode(), is(0));
    assertThat(retry.report().at("/rows/accepted").asInt(), is(3));
    assertThat(retry.report().at("/rows/adds_up").asBoolean(), is(true));
    assertThat(stored("repaired"), equalTo(ExportRows.identities(0, 0, 3)));
    assertThat(amplitude.stored(), hasSize(4));
    assertNothingTwice();
    assertThat(
        "the export itself is none of its input",
        retry.report().path("files").toString().contains(export.toString()),
        is(false));
  }

  @Test
  void aRowMayBeCorrectedAsTheObjectItIsOrReplaceTheWholeLine() throws IOException {
    String first = ExportRows.row(0, 0, USER).replace("\"test\"", "\"repaired\"");
    String second = ExportRows.row(0, 1, USER).replace("\"test\"", "\"repaired\"");
    Path letters = folder.resolve("corrected/by-hand.jsonl");
    Files.createDirectories(letters.getParent());
    Files.writeString(
        letters, "\n{\"event_backfill\":\"set-aside/1\",\"row\":" + first + "}\n" + second + "\n");

    // Text of one kind was the input; what was set aside is of another.
    Command retry = backfills.retry(letters.getParent().toString(), "--inputFormat=csv");

    assertThat(retry.err(), retry.exitCode(), is(0));
    assertThat(stored("repaired"), equalTo(ExportRows.identities(0, 0, 2)));
  }

  @Test
  void aRowWithoutAnIdentityKeepsTheOneItWasSentWith() throws IOException {
    String row = ExportRows.row(0, 0, USER).replaceFirst("\"\\$insert_id\":\"[^\"]*\",", "");
    Files.writeString(backfills.file("a.json"), row + "\n");
    amplitude.configure(silenced());
    Command run = backfills.start();
    String identity = run.aside("dead-letters").get(0).path("insert_id").asText();
    assertThat(identity, startsWith("row:"));
    amplitude.configure(AmplitudeSettings.defaults());
    edit(run, "dead-letters", line -> line.replace("\\\"test\\\"", "\\\"repaired\\\""));

    assertThat(backfills.retry(folderOf(run)).exitCode(), is(0));
    assertThat(stored("repaired"), equalTo(List.of(identity)));

    edit(run, "dead-letters", line -> line.replace("\\\"repaired\\\"", "\\\"once more\\\""));
    Command again = backfills.retry(folderOf(run));
    assertThat(again.report().at("/reasons/already-delivered").asInt(), is(1));
    assertThat(amplitude.stored(), hasSize(1));
  }

  @Test
  void whatIsRefusedAgainNamesTheFileItFirstCameFrom() throws IOException {
    Path export = exportWithoutTypes(3);
    amplitude.configure(silenced());
    Command run = backfills.start();
    assertThat(run.aside("dead-letters"), hasSize(4));
    edit(
        run,
        "dead-letters",
        line -> line.contains("device-000-00001") ? line.replace(NO_TYPE, TYPE) : line);

    Command retry = backfills.retry(folderOf(run));

    assertThat(retry.err(), retry.exitCode(), is(3));
    List<JsonNode> again = retry.aside("dead-letters");
    assertThat(again, hasSize(4));
    again.forEach(
        letter -> {
          assertThat(letter.at("/origin/file").asText(), is(export.toString()));
          assertThat(letter.path("row").asText(), startsWith("{\"$insert_id\""));
        });
    assertThat(
        again.stream().filter(l -> l.path("reason").asText().equals("silenced")).toList(),
        hasSize(2));
    assertThat(
        again.stream().map(l -> l.at("/origin/row").asInt()).sorted().toList(),
        equalTo(List.of(1, 2, 3, 4)));
  }

  @Test
  void whatWasOverTheQuotaIsAcceptedTheNextDay() {
    backfills.export("a.json", 1, 0, 50);
    amplitude.configure(AmplitudeSettings.defaults().withDailyQuota(30));
    Command run = backfills.start("--maxEventsPerDay=30");
    assertThat(run.err(), run.exitCode(), is(3));
    assertThat(run.aside("deferred"), hasSize(20));
    Command tooEarly = backfills.retry(folderOf(run), "--maxEventsPerDay=30");
    assertThat(tooEarly.err(), tooEarly.exitCode(), is(3));
    assertThat(tooEarly.report().at("/reasons/daily-quota").asInt(), is(20));

    amplitude.clock().advance(Duration.ofHours(25));
    Command retry = backfills.retry(folderOf(tooEarly), "--maxEventsPerDay=30");

    assertThat(retry.err(), retry.exitCode(), is(0));
    assertThat(
        amplitude.statistics().arrivalOrder(ExportRows.device(0)).stream().distinct().toList(),
        equalTo(ExportRows.identities(0, 0, 50)));
    assertThat(amplitude.stored(), hasSize(50));
    Command oldOnes = backfills.retry(folderOf(run));
    assertThat(oldOnes.report().at("/reasons/already-delivered").asInt(), is(20));
    assertNothingTwice();
  }

  @Test
  void twiceTheSameSendsNothingTwice() throws IOException {
    exportWithoutTypes(3);
    Command run = backfills.start();
    edit(run, "dead-letters", line -> line.replace(NO_TYPE, TYPE));
    backfills.retry(folderOf(run));
    long requests = amplitude.statistics().requests();

    Command again = backfills.retry(folderOf(run));

    assertThat(again.err(), again.exitCode(), is(0));
    assertThat(
        again.err(), containsString("Nothing to try again: runs have delivered all of these "));
    assertThat(amplitude.statistics().requests(), is(requests));
    // Nor does a night take it for new input.
    Command night = backfills.start("--input=" + folderOf(run) + "/*/*");
    assertThat(night.err(), containsString("Nothing new"));
    assertThat(amplitude.stored(), hasSize(4));
  }

  @Test
  void ofAFolderThatIsHalfCorrectedTheOtherHalfIsTriedLater() throws IOException {
    exportWithoutTypes(2);
    Command run = backfills.start();
    edit(
        run,
        "dead-letters",
        line -> line.contains("device-000-00000") ? line.replace(NO_TYPE, TYPE) : line);
    Command half = backfills.retry(folderOf(run));
    assertThat(half.err(), half.exitCode(), is(3));
    assertThat(stored("repaired"), equalTo(ExportRows.identities(0, 0, 1)));
    edit(run, "dead-letters", line -> line.replace(NO_TYPE, TYPE));

    Command whole = backfills.retry(folderOf(run));

    assertThat(whole.err(), whole.exitCode(), is(0));
    assertThat(whole.report().at("/reasons/already-delivered").asInt(), is(1));
    assertThat(stored("repaired"), equalTo(ExportRows.identities(0, 0, 2)));
    assertNothingTwice();
  }

  @Test
  void aMappingOfOnesOwnTriesTheSameRowsUntilItSuits() throws IOException {
    Files.writeString(
        backfills.file("orders.json"), "{\"no\":7,\"who\":\"customer-1\",\"at\":\"2024-03-01\"}\n");
    Command run = backfills.start();
    assertThat(run.aside("dead-letters").get(0).path("reason").asText(), is("missing-event-type"));
    Path mapping = folder.resolve("orders.yaml");
    String text =
        "version: 1\nname: orders\nevent_type: {constant: Order}\ntime: at\nidentity: no\nuser: ";
    Files.writeString(mapping, text + "customer\n");
    assertThat(backfills.retry(folderOf(run), "--mapping=" + mapping).exitCode(), is(3));
    Files.writeString(mapping, text + "who\n");

    Command retry = backfills.retry(folderOf(run), "--mapping=" + mapping);

    assertThat(retry.err(), retry.exitCode(), is(0));
    assertThat(stored("Order"), equalTo(List.of("orders:7")));
    Command again = backfills.retry(folderOf(run), "--mapping=" + mapping);
    assertThat(again.err(), containsString("Nothing to try again"));
  }

  private AmplitudeSettings silenced() {
    return AmplitudeSettings.defaults().withSilencedDevices(Set.of(ExportRows.device(0)));
  }

  /** An export of one device, of which so many events lack their type, and one does not. */
  private Path exportWithoutTypes(int broken) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < broken; i++) {
      rows.append(ExportRows.row(0, i, USER).replace("\"test\"", "\"\"")).append('\n');
    }
    rows.append(ExportRows.row(0, broken, USER)).append('\n');
    return Files.writeString(backfills.file("a.json"), rows);
  }

  /** What somebody does with an editor. */
  private static void edit(Command run, String aside, UnaryOperator<String> change)
      throws IOException {
    for (Path file : asides(run, aside)) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      Files.write(file, lines.stream().map(change).toList());
    }
  }

  private static List<Path> asides(Command run, String aside) {
    return run.files(".jsonl").stream().filter(f -> f.getParent().endsWith(aside)).toList();
  }

  private static String folderOf(Command run) {
    return run.files("report.json").get(0).getParent().toString();
  }

  private List<String> stored(String type) {
    return amplitude.stored().stream()
        .filter(event -> event.eventType().equals(type))
        .map(event -> event.insertId().orElseThrow())
        .sorted()
        .toList();
  }

  private void assertNothingTwice() {
    assertThat(amplitude.statistics().duplicatesStored(), is(0L));
    assertThat(
        amplitude.stored().stream().map(StoredEvent::copies).distinct().toList(),
        equalTo(List.of(1)));
  }
}

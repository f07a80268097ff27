package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retry that did not come to its end: it goes on, whatever was corrected meanwhile. */
class InterruptedRetryTest {
  private static final int ROWS = 300;

  @TempDir Path folder;
  private Backfills backfills;
  private AmplitudeEmulator amplitude;
  private Path letters;

  /** As if a run had rejected all rows of three devices, and somebody had corrected all but one. */
  @BeforeEach
  void begin() throws IOException {
    backfills = new Backfills(folder);
    amplitude = backfills.amplitude();
    letters = folder.resolve("dead-letters/part-00000.jsonl");
    Files.createDirectories(letters.getParent());
    write("");
  }

  @AfterEach
  void end() {
    backfills.close();
  }

  @Test
  void filesThatAreCorrectedBeforeARetryEndsAreTriedAsTheyAreNow() throws IOException {
    int requests = stopInTheMiddle();
    write("test");

    Command next = backfills.retry(letters.getParent().toString());

    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(next.err(), containsString(" ends here, for its files were corrected meanwhile: "));
    int before = next.report().at("/reasons/already-delivered").asInt();
    assertThat(before, allOf(greaterThan(0), lessThan(ROWS)));
    assertThat(next.report().at("/rows/accepted").asInt(), is(ROWS - before));
    assertThat(amplitude.statistics().requests(), is(greaterThan((long) requests)));
    assertAllArrivedOnce();
    assertThat(backfills.show().out(), containsString("its files were corrected before it ended"));
  }

  @Test
  void filesThatAreGoneBeforeARetryEndsHoldNothingUp() throws IOException {
    Path other = folder.resolve("dead-letters/part-00001.jsonl");
    Files.writeString(other, wrapped(9, 3000, "test"));
    stopInTheMiddle();
    Files.delete(other);
    write("test");

    Command next = backfills.retry(letters.getParent().toString());

    assertThat(next.err(), next.exitCode(), is(0));
    assertAllArrivedOnce();
  }

  @Test
  void aRetryOfFilesThatNobodyTouchedGoesOnAndDoesNotBeginAnew() {
    stopInTheMiddle();

    Command next = backfills.retry(letters.getParent().toString());

    assertThat(next.err(), next.exitCode(), is(3));
    assertThat(next.err(), containsString("Resuming run "));
    assertThat(
        "what it rejects is not tried twice in one go", next.files("report.json"), hasSize(1));
    assertThat(next.aside("dead-letters"), hasSize(1));
    assertThat(amplitude.stored(), hasSize(ROWS - 1));
  }

  @Test
  void aRetryThatDeliveredNothingIsForgottenOnceItsFilesAreCorrected() throws IOException {
    amplitude.configure(backfills.withKey("0".repeat(32)));
    assertThat(backfills.retry(letters.getParent().toString()).exitCode(), is(4));
    amplitude.configure(AmplitudeSettings.defaults());
    write("test");

    Command next = backfills.retry(letters.getParent().toString());

    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(next.err(), containsString("has delivered nothing; it is forgotten."));
    assertAllArrivedOnce();
  }

  /** To the vendor they may be new events by now, and only the user can say what is worse. */
  @Test
  void whatMayHaveBeenStoredLongAgoIsAskedForFirst() throws IOException {
    backfills.dieAfter(2);
    assertThat(backfills.retry(letters.getParent().toString()).exitCode(), is(1));
    amplitude.clock().advance(Duration.ofDays(7));
    write("test");

    Command refused = backfills.retry(letters.getParent().toString());
    assertThat(refused.err(), refused.exitCode(), is(5));
    assertThat(
        refused.err(), allOf(containsString("is in doubt"), containsString("--inDoubt=resend")));

    Command next = backfills.retry(letters.getParent().toString(), "--inDoubt=resend");
    assertThat(next.err(), next.exitCode(), is(0));
  }

  @Test
  void aNightFinishesARetryAndRefusesOneWhoseFilesHaveChanged() throws IOException {
    backfills.export("a.json", 1, 0, 0);
    stopInTheMiddle();
    Path copy = Files.copy(letters, folder.resolve("copy"));
    write("test");
    assertThat(backfills.start().exitCode(), is(5));
    Files.copy(copy, letters, StandardCopyOption.REPLACE_EXISTING);

    Command night = backfills.start();

    assertThat(night.err(), night.exitCode(), is(3));
    assertThat(night.err(), containsString("Resuming run "));
    assertThat(amplitude.stored(), hasSize(ROWS - 1));
  }

  @Test
  void anExportThatChangedUnderItsRunIsNoBusinessOfARetry() {
    backfills.export("a.json", 3, 0, 100);
    backfills.stopAfter(4);
    assertThat(backfills.start().exitCode(), is(6));
    backfills.export("a.json", 3, 0, 101);

    Command retry = backfills.retry(letters.getParent().toString());

    assertThat(retry.err(), retry.exitCode(), is(5));
    assertThat(retry.err(), containsString("the input has changed under the run"));
    assertThat(retry.err(), not(containsString("ends here")));
  }

  private int stopInTheMiddle() {
    backfills.stopAfter(4);
    Command stopped = backfills.retry(letters.getParent().toString());
    assertThat(stopped.err(), stopped.exitCode(), is(6));
    assertThat(amplitude.stored().size(), allOf(greaterThan(0), lessThan(ROWS - 1)));
    return (int) amplitude.statistics().requests();
  }

  /** All rows, the last of them with this type. */
  private void write(String lastType) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      lines.append(wrapped(i % 3, i / 3, i == ROWS - 1 ? lastType : "test"));
    }
    Files.writeString(letters, lines);
  }

  private static String wrapped(int device, int number, String type) {
    String row = ExportRows.row(device, number, "user").replace("\"test\"", "\"" + type + "\"");
    return ("{\"event_backfill\":\"set-aside/1\",\"disposition\":\"rejected\","
            + "\"reason\":\"missing-event-type\",\"row\":%s}\n")
        .formatted(row);
  }

  private void assertAllArrivedOnce() {
    assertThat(amplitude.stored(), hasSize(ROWS));
    assertThat(amplitude.statistics().duplicatesStored(), is(0L));
    for (int device = 0; device < 3; device++) {
      assertThat(
          Set.copyOf(amplitude.statistics().arrivalOrder(ExportRows.device(device))),
          equalTo(Set.copyOf(ExportRows.identities(device, 0, ROWS / 3))));
    }
  }
}

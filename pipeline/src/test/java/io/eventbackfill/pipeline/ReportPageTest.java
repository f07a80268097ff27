package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.Command.testData;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.pipeline.pages.ReportPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that a run leaves beside its report. */
class ReportPageTest {
  private static final String REPORT = "{\"event_backfill_report\":1,\"outcome\":\"complete\"}";

  @TempDir Path folder;

  @Test
  void aRunLeavesAPageAndSaysWhere() {
    try (AmplitudeEmulator amplitude = AmplitudeEmulator.start()) {
      Command run = Command.send(amplitude, folder, testData("exports/187520/*17.json.gz"));

      assertThat(run.err(), run.exitCode(), is(0));
      Path page = run.files("report.html").get(0);
      assertThat(run.out(), containsString("As a page:    " + page));
      assertThat(
          Command.text(page),
          allOf(
              containsString("262 rows read, and each of them ended in exactly one place."),
              containsString("/api/2/export?start="),
              not(containsString(Command.KEY))));
    }
  }

  @Test
  void aRunThatIsStoppedLeavesOneToo() {
    AmplitudeSettings othersOnly =
        AmplitudeSettings.defaults().withValidApiKeys(Map.of("0".repeat(32), 1));
    try (AmplitudeEmulator amplitude =
        AmplitudeEmulator.start(othersOnly, EmulatorClock.system())) {
      Command run = Command.send(amplitude, folder, testData("exports/187520/*17.json.gz"));

      assertThat(run.err(), run.exitCode(), is(4));
      Path page = run.files("report.html").get(0);
      assertThat(run.err(), containsString("Page:    " + page));
      assertThat(
          Command.text(page),
          allOf(containsString("Counted until then"), not(containsString(Command.KEY))));
    }
  }

  @Test
  void aPageThatCannotBeWrittenIsSaidAndThatIsAll() throws IOException {
    RunFolder run = new RunFolder("x", folder + "/x/");
    // Where the page would be, there is a folder with something in it.
    Files.createDirectories(folder.resolve("x/report.html/in-the-way"));

    assertThat(write(run, REPORT), containsString("The page " + run.page() + " can't be written"));
    assertThat(write(run, "no report"), containsString("can't be written"));
  }

  private static String write(RunFolder run, String json) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Optional<String> page =
        PageFile.write(
            run.page(), json, ReportPage::of, new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(page, is(Optional.empty()));
    return err.toString(StandardCharsets.UTF_8);
  }
}

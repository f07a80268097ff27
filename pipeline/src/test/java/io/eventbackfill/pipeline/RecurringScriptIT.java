package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of {@code nightly.sh}, in processes of their own, as a scheduler would start it. */
class RecurringScriptIT {
  private static final Path SCRIPT =
      Path.of("..", "run-scripts", "recurring", "nightly.sh").toAbsolutePath().normalize();
  private static final int DEVICES = 2;
  private static final int EVENTS_OF_EACH = 50;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  @TempDir Path home;
  private final AmplitudeEmulator amplitude = AmplitudeEmulator.start();

  @BeforeEach
  void firstExport() throws IOException {
    Files.createDirectory(home.resolve("exports"));
    export("monday.json", DEVICES);
    // As echo writes it, with a line end.
    Files.writeString(home.resolve("api-key"), Command.KEY + "\n");
  }

  @AfterEach
  void close() {
    amplitude.close();
  }

  @Test
  void eachNightTakesOnlyWhatIsNew() throws Exception {
    Night first = night();
    assertThat(first.said(), first.exitCode(), is(0));
    assertThat(first.said(), containsString("Note: --input: no file matches out/*/deferred/*"));
    assertThat(amplitude.stored(), hasSize(EVENTS));
    int requests = amplitude.requests().size();

    Night second = night();
    assertThat(second.said(), second.exitCode(), is(0));
    assertThat(second.said(), containsString("Nothing new"));
    assertThat(amplitude.requests(), hasSize(requests));

    // Overlaps with the first, as exports of the same hour do.
    export("tuesday.json", DEVICES + 1);
    Night third = night();
    assertThat(third.said(), third.exitCode(), is(0));
    assertThat(third.said(), containsString("New files: 1;"));
    assertThat(amplitude.stored(), hasSize(EVENTS + EVENTS_OF_EACH));
    assertThat(
        "nothing was sent twice",
        amplitude.statistics().eventsReceived(),
        is((long) EVENTS + EVENTS_OF_EACH));
  }

  @Test
  void whatOneNightDefersTheNextOneTakes() throws Exception {
    int allowed = EVENTS_OF_EACH / 2;
    Night first = night("--maxEventsPerDay=" + allowed);
    assertThat(first.said(), first.exitCode(), is(3));
    assertThat(first.said(), containsString("Deferred:"));
    assertThat(amplitude.stored(), hasSize(allowed));

    Night second = night();
    assertThat(second.said(), second.exitCode(), is(0));
    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(amplitude.statistics().eventsReceived(), is((long) EVENTS));
    assertThat(
        amplitude.statistics().arrivalOrder(ExportRows.device(0)),
        equalTo(ExportRows.identities(0, 0, EVENTS_OF_EACH)));
  }

  @Test
  void aSchedulerSeesWhyANightFailedAndNotTheKey() throws Exception {
    String wrong = "f".repeat(Command.KEY.length());
    Files.writeString(home.resolve("api-key"), wrong);

    Night night = night();

    assertThat(night.said(), night.exitCode(), is(4));
    assertThat(night.said(), allOf(containsString("(exit code 4)"), containsString("400")));
    assertThat(night.said().contains(wrong), is(false));
  }

  private void export(String name, int devices) {
    ExportRows.write(home.resolve("exports").resolve(name), devices, EVENTS_OF_EACH, "user-1");
  }

  private record Night(int exitCode, String said) {}

  private Night night(String... more) throws IOException, InterruptedException {
    Path log = Files.createTempFile(home, "night", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), "--destinationEndpoint=" + amplitude.endpoint());
    builder.command().addAll(List.of(more));
    builder.environment().putAll(JarRun.HASTY_SCRIPT);
    builder
        .environment()
        .putAll(
            Map.of(
                "EVENT_BACKFILL_HOME", home.toString(),
                "EVENT_BACKFILL_JAR",
                    Path.of("target", "event-backfill.jar").toAbsolutePath().toString(),
                "EVENT_BACKFILL_KEY_FILE", "api-key"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat("ended in time", process.waitFor(5, TimeUnit.MINUTES), is(true));
    return new Night(process.exitValue(), Files.readString(log));
  }
}

package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled jar, sent to a cluster of other processes, one of which dies. */
class FlinkClusterIT {
  private static final int DEVICES = 30;
  private static final int EVENTS_OF_EACH = 100;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  /** Half a minute for all of them. */
  private static final List<String> SLOW = List.of("--maxEventsPerSecond=100");

  private static final int STORED_BEFORE_THE_KILL = EVENTS / 3;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private FlinkCluster cluster;
  private Process run;

  @BeforeEach
  void cluster() throws Exception {
    cluster = FlinkCluster.start(folder.resolve("cluster"), 2);
  }

  @AfterEach
  void end() throws Exception {
    if (run != null) {
      run.destroyForcibly().waitFor();
    }
    cluster.close();
    amplitude.close();
  }

  @Test
  void aClusterDeliversAllOfItInOrder() throws Exception {
    run = submit(List.of());

    assertComplete(ended());
    assertThat(amplitude.statistics().eventsReceived(), is((long) EVENTS));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
    for (int device = 0; device < DEVICES; device++) {
      assertThat(
          amplitude.statistics().arrivalOrder(ExportRows.device(device)),
          equalTo(ExportRows.identities(device, 0, EVENTS_OF_EACH)));
    }
  }

  @Test
  void aRunOutlivesATaskManagerThatIsKilled() throws Exception {
    run = submit(SLOW);
    await(() -> amplitude.stored().size() >= STORED_BEFORE_THE_KILL);

    cluster.killTaskManager(0);
    assertThat(amplitude.stored().size(), is(lessThan(EVENTS)));
    cluster.startTaskManager();

    assertComplete(ended());
  }

  private void assertComplete(Command ended) {
    assertThat(ended.err() + cluster.logs(), ended.exitCode(), is(0));
    Set<String> identities = new HashSet<>();
    amplitude.stored().forEach(event -> identities.add(event.insertId().orElseThrow()));
    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(identities, hasSize(EVENTS));
    JsonNode rows = ended.report().path("rows");
    assertThat(rows.path("adds_up").asBoolean(), is(true));
    assertThat(rows.path("read").asInt(), is(EVENTS));
    assertThat(rows.path("accepted").asInt(), is(EVENTS));
  }

  private Process submit(List<String> more) throws IOException {
    Path jar = Path.of("target", "event-backfill.jar").toAbsolutePath();
    Path input = ExportRows.write(folder.resolve("input.json"), DEVICES, EVENTS_OF_EACH, "user-1");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "--runner=FlinkRunner",
                "--flinkMaster=" + cluster.master(),
                "--parallelism=2",
                "--filesToStage=" + jar,
                "--workerProcesses=2",
                "--input=" + input,
                "--endpoint=" + amplitude.endpoint(),
                // A worker looks for the key itself, and the cluster's environment has none.
                "--apiKey=file:" + Files.writeString(folder.resolve("key"), Command.KEY),
                "--output=" + output()));
    command.addAll(more);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      boolean ended = run.waitFor(20, TimeUnit.MILLISECONDS);
      assertThat(ended ? Command.text(log()) + cluster.logs() : "", ended, is(false));
    }
  }

  private Command ended() throws InterruptedException {
    boolean inTime = run.waitFor(5, TimeUnit.MINUTES);
    assertThat(inTime ? "" : Command.text(log()) + cluster.logs(), inTime, is(true));
    return new Command(run.exitValue(), "", Command.text(log()), output());
  }

  private Path output() {
    return folder.resolve("out");
  }

  private Path log() {
    return folder.resolve("client.log");
  }
}

package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

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

  private static final int PER_REQUEST = 50;

  /** What five seconds allow, and one request of each of two workers; the death takes both. */
  private static final long UNWRITTEN = 5 * 100 + 2 * PER_REQUEST;

  private static final int STORED_BEFORE_THE_KILL = EVENTS / 3;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private FlinkCluster cluster;
  private JarRun run;
  private int submitted;

  @BeforeEach
  void cluster() throws Exception {
    Path unused = ExportRows.write(folder.resolve("input.json"), DEVICES, EVENTS_OF_EACH, "user-1");
    cluster = FlinkCluster.start(folder.resolve("cluster"), 2);
  }

  @AfterEach
  void end() throws Exception {
    if (run != null) {
      run.close();
    }
    cluster.close();
    amplitude.close();
  }

  @Test
  void aRunOutlivesATaskManagerThatIsKilled() throws Exception {
    run = submit(SLOW);
    await(() -> amplitude.stored().size() >= STORED_BEFORE_THE_KILL);

    cluster.killTaskManager(0);
    assertThat(amplitude.stored().size(), is(lessThan(EVENTS)));
    cluster.startTaskManager();

    assertComplete(ended());
    assertThat(amplitude.statistics().duplicatesReceived(), is(lessThanOrEqualTo(UNWRITTEN)));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  /** The job of the first one goes on in the cluster, until it sees that the ledger is lost. */
  @Test
  void aSecondStartTakesOverFromAJobWhoseClientIsKilled() throws Exception {
    List<String> narrow = List.of("--maxEventsPerSecond=100", "--parallelism=1");
    run = submit(narrow);
    await(() -> amplitude.stored().size() >= STORED_BEFORE_THE_KILL);

    run.kill();
    int stored = amplitude.stored().size();
    assertThat(stored, is(lessThan(EVENTS)));
    run = submit(narrow);
    await(() -> run.said().contains("Resuming run"));

    assertComplete(ended());
    assertThat(amplitude.statistics().orderInversions(), is(0L));
    for (int device = 0; device < DEVICES; device++) {
      assertThat(
          amplitude.statistics().arrivalOrder(ExportRows.device(device)),
          equalTo(ExportRows.identities(device, 0, EVENTS_OF_EACH)));
    }
  }

  private void assertComplete(Command ended) {
    assertThat(ended.err() + cluster.logs(), ended.exitCode(), is(0));
    Set<String> identities = new HashSet<>();
    amplitude.stored().forEach(event -> identities.add(event.insertId().orElseThrow()));
    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(identities, hasSize(EVENTS));
    List<Path> reports = ended.files("report.json");
    JsonNode rows = Command.json(reports.get(reports.size() - 1)).path("rows");
    assertThat(rows.path("adds_up").asBoolean(), is(true));
    assertThat(rows.path("read").asInt(), is(EVENTS));
    assertThat(rows.path("accepted").asInt(), is(EVENTS));
  }

  private JarRun submit(List<String> more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--flinkMaster=" + cluster.master(),
                "--filesToStage=" + JarRun.JAR,
                "--workerProcesses=2",
                "--input=" + folder.resolve("input.json"),
                "--destinationEndpoint=" + amplitude.endpoint(),
                // A worker looks for the key itself, and the cluster's environment has none.
                "--apiKey=file:" + Files.writeString(folder.resolve("key"), Command.KEY),
                "--output=" + output(),
                "--ledger=" + folder.resolve("ledger"),
                "--lanes=8",
                "--maxEventsPerRequest=" + PER_REQUEST));
    args.addAll(more);
    if (more.stream().noneMatch(arg -> arg.startsWith("--parallelism="))) {
      args.add("--parallelism=2");
    }
    Path log = folder.resolve("client-" + submitted++ + ".log");
    return JarRun.start(log, JarRun.command(folder, JarRun.HASTY, args));
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    boolean reached = run.livesUntil(condition);
    assertThat(reached ? "" : run.said() + cluster.logs(), reached, is(true));
  }

  private Command ended() throws InterruptedException {
    int code = run.ended();
    return new Command(code, "", run.said(), output());
  }

  private Path output() {
    return folder.resolve("out");
  }
}

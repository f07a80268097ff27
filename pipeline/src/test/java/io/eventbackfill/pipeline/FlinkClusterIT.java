package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled jar, sent to a cluster of other processes, one of which dies. */
class FlinkClusterIT {
  private static final int DEVICES = 30;
  private static final int EVENTS_OF_EACH = 100;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  /** A quarter of a minute for all of them. */
  private static final int RATE = 200;

  private static final int PER_REQUEST = 50;

  /** So that all of it does not fit into a window. */
  private static final long SHARED_RATE = 80;

  private static final Duration WINDOW = Duration.ofSeconds(30);

  private static final Path SCRIPT =
      Path.of("..", "run-scripts", "flink.sh").toAbsolutePath().normalize();

  /** What five seconds allow, and one request of each of two workers; the death takes both. */
  private static final long UNWRITTEN = 5 * RATE + 2 * PER_REQUEST;

  private static final int STORED_BEFORE_THE_KILL = EVENTS / 3;

  @TempDir static Path shared;
  private static FlinkCluster cluster;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private JarRun run;
  private int submitted;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = FlinkCluster.start(shared, 2);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void input() {
    Path unused = ExportRows.write(folder.resolve("input.json"), DEVICES, EVENTS_OF_EACH, "user-1");
  }

  @AfterEach
  void end() throws Exception {
    if (run != null) {
      run.close();
    }
    cluster.cancelAll();
    amplitude.close();
  }

  @Test
  void aRunOutlivesATaskManagerThatIsKilled() throws Exception {
    run = submit(List.of("--maxEventsPerSecond=" + RATE));
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

  @Test
  void aJobThatIsCancelledLeavesNothingInDoubt() throws Exception {
    List<String> narrow = List.of("--maxEventsPerSecond=100");
    run = submit(narrow);
    await(() -> amplitude.stored().size() >= STORED_BEFORE_THE_KILL);

    cluster.cancelAll();
    run.assertEnds(ExitCode.STOPPED_ON_REQUEST.number());
    assertThat(run.said(), containsString("the job was cancelled"));
    assertThat(amplitude.stored().size(), is(lessThan(EVENTS)));
    run = submit(List.of());

    assertComplete(ended());
    assertThat(run.said(), not(containsString("In doubt")));
    assertThat(amplitude.statistics().duplicatesReceived(), is(0L));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  @Test
  void twoWorkersKeepTheRateTogetherInAJobThatFlinkRunSubmits() throws Exception {
    List<String> command = new ArrayList<>(cluster.flinkRun(BackfillMain.class));
    command.addAll(List.of(jar().toString(), "--runner=FlinkRunner"));
    command.addAll(options(List.of("--maxEventsPerSecond=" + SHARED_RATE)));
    run = start(command);

    assertComplete(ended());
    assertThat(mostInAWindow(), is(lessThanOrEqualTo(SHARED_RATE * WINDOW.toSeconds())));
    Map<String, Long> workers = cluster.readBy("DeliverLanes/Deliver");
    assertThat("both have sent: " + workers, workers.values(), hasSize(2));
    assertThat(workers.values(), everyItem(is(greaterThan(0L))));
  }

  @Test
  void aDetachedSubmissionIsRefusedBeforeThereIsAJob() throws Exception {
    List<String> command = new ArrayList<>(cluster.flinkRun(BackfillMain.class));
    command.addAll(List.of("-d", jar().toString(), "--runner=FlinkRunner"));
    command.addAll(options(List.of()));
    run = start(command);

    run.assertEnds(ExitCode.BAD_CONFIGURATION.number());
    assertThat(run.said(), containsString("-d of flink run"));
    assertThat(amplitude.requests(), is(empty()));
  }

  /** The jar for clusters where it was built; the build as such makes only the other one. */
  private static Path jar() {
    Path small = JarRun.JAR.resolveSibling("event-backfill-flink.jar");
    return Files.exists(small) ? small : JarRun.JAR;
  }

  private long mostInAWindow() {
    List<LoggedRequest> all = amplitude.requests();
    return all.stream()
        .mapToLong(
            first ->
                all.stream()
                    .filter(one -> !one.instant().isBefore(first.instant()))
                    .filter(one -> one.instant().isBefore(first.instant().plus(WINDOW)))
                    .mapToLong(LoggedRequest::eventCount)
                    .sum())
        .max()
        .orElse(0);
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

  /** As a user would, by the script. */
  private JarRun submit(List<String> more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "JAVA_OPTS=-Djava.io.tmpdir=" + folder + " " + String.join(" ", JarRun.HASTY),
                SCRIPT.toString(),
                "--flinkMaster=" + cluster.master()));
    command.addAll(options(more));
    return start(command);
  }

  private List<String> options(List<String> more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
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
    return args;
  }

  private JarRun start(List<String> command) throws IOException {
    return JarRun.start(folder.resolve("client-" + submitted++ + ".log"), command);
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

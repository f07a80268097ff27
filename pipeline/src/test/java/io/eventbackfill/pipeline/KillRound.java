package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.ledger.Ledger;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.steps.FileSystemStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One run that is killed by SIGKILL, at moments and with a vendor's faults drawn from a seed, and
 * started again by the same command until it ends.
 */
final class KillRound implements AutoCloseable {
  static final int DEVICES = 60;
  static final int EVENTS_OF_EACH = 50;
  static final int EVENTS = DEVICES * EVENTS_OF_EACH;

  private static final int FILES = 4;
  private static final int LANES = 8;
  private static final int PER_REQUEST = 50;

  /** All of them in four seconds. */
  private static final int PER_SECOND = 750;

  private static final List<Integer> INTERVAL_MILLIS = List.of(300, 1000, 5000);
  private static final int MOST_KILLS = 2;
  private static final int SAME_IN_A_ROW = 10;
  private static final long LOOK_NANOS = 20_000_000;

  /** What a run writes in its ledger, in this order: killed at the first sight of it. */
  private static final List<String> STEPS =
      List.of("lease", "manifest.json", "contents.json", "lanes", "history", "finished.json");

  /** No start lasts this long before it sends, unless the machine is busy. */
  private static final int START_MILLIS = 8000;

  private static final int MOST_DROPS = 3;
  private static final String DROPS = "10%: store-then-drop times " + MOST_DROPS;

  /** A device that is throttled costs half a minute, so there is one round of it in seven. */
  private static final List<String> FAULTS =
      List.of(
          "",
          "10%: 503 times 3",
          DROPS,
          "device \"" + ExportRows.device(7) + "\": 429 times 1",
          "",
          "10%: 503 times 3",
          DROPS);

  private final String name;
  private final Engine engine;
  private final Path folder;
  private final Random random;
  private final int intervalMillis;
  private final String faults;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private final List<Killed> kills = new ArrayList<>();
  private int starts;

  /**
   * What one kill left.
   *
   * @param moment when it came
   * @param stored what the destination had
   * @param known what of it the ledger knew
   * @param inDoubt how many more there may be, by the ledger
   */
  record Killed(String moment, int stored, long known, long inDoubt) {
    boolean isInTheMiddle() {
      return stored > 0 && stored < EVENTS;
    }

    /** What the next start sends though it is stored. */
    long unknown() {
      return stored - known;
    }
  }

  KillRound(int seed, Engine engine, Path folder) {
    this.engine = engine;
    this.folder = folder;
    this.random = new Random(seed);
    this.intervalMillis = INTERVAL_MILLIS.get(random.nextInt(INTERVAL_MILLIS.size()));
    this.faults = FAULTS.get(seed % FAULTS.size());
    this.name = "seed " + seed + ", " + engine + ", '" + faults + "', " + intervalMillis + " ms";
    amplitude.faults(FaultScript.parse(faults).withSeed(seed));
  }

  /** Plays it; what the kills left. */
  List<Killed> play() throws IOException, InterruptedException {
    Map<String, Integer> files =
        ExportRows.writeSeveral(folder.resolve("in"), FILES, DEVICES, EVENTS_OF_EACH);
    try {
      int planned = 1 + random.nextInt(MOST_KILLS);
      boolean ended = false;
      while (!ended && kills.size() < planned) {
        ended = !startAndKill();
      }
      if (!ended) {
        try (JarRun last = start()) {
          last.assertEnds(0);
        }
      }
      assertDelivered();
      assertFewCopies();
      assertReported(files);
    } catch (AssertionError e) {
      throw new AssertionError(name + ", " + kills + ": " + e.getMessage(), e);
    }
    return kills;
  }

  /** False if it ended before it was to be killed. */
  private boolean startAndKill() throws IOException, InterruptedException {
    try (JarRun run = start()) {
      Optional<String> moment = awaitMoment(run);
      if (moment.isEmpty()) {
        run.assertEnds(0);
        return false;
      }
      run.kill();
      awaitSilence();
      kills.add(left(moment.get()));
      return true;
    }
  }

  /** Waits for a moment that is drawn; empty if the run ended before. */
  private Optional<String> awaitMoment(JarRun run) throws InterruptedException {
    int kind = random.nextInt(10);
    long start = System.nanoTime();
    int millis = random.nextInt(START_MILLIS);
    int stored = 1 + random.nextInt(EVENTS);
    String step = STEPS.get(random.nextInt(STEPS.size()));
    if (kind < 3) {
      return awaited(run, millis + " ms", () -> System.nanoTime() - start >= millis * 1_000_000L);
    }
    return kind < 7
        ? awaited(run, stored + " stored", () -> amplitude.statistics().eventsStored() >= stored)
        : awaited(run, step, () -> ledgerHolds(step));
  }

  private static Optional<String> awaited(JarRun run, String moment, BooleanSupplier condition)
      throws InterruptedException {
    return run.livesUntil(condition) ? Optional.of(moment) : Optional.empty();
  }

  private boolean ledgerHolds(String step) {
    return LedgerFiles.in(ledger()).stream().anyMatch(file -> file.contains(step));
  }

  /** What was on its way when the process died arrives, too. */
  private void awaitSilence() {
    long before = -1;
    for (int same = 0; same < SAME_IN_A_ROW; ) {
      long requests = amplitude.statistics().requests();
      same = requests == before ? same + 1 : 0;
      before = requests;
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private Killed left(String moment) throws IOException {
    Ledger ledger = Ledger.load(FileSystemStore.in(ledger().toString()));
    int stored = amplitude.stored().size();
    Optional<LedgerRun> run = ledger.unfinished();
    if (run.isEmpty()) {
      return new Killed(moment, stored, stored, 0);
    }
    RunProgress progress = ledger.progress(run.get(), LANES, Long.MIN_VALUE);
    assertThat(name, progress.damages(), is(empty()));
    long known = progress.events(Disposition.ACCEPTED);
    Killed killed = new Killed(moment, stored, known, progress.inDoubt().events());
    assertThat("known of what is stored, " + killed, known, is(lessThanOrEqualTo((long) stored)));
    assertThat(
        "in doubt of what is not known, " + killed,
        killed.inDoubt(),
        is(greaterThanOrEqualTo(killed.unknown())));
    return killed;
  }

  private void assertDelivered() {
    assertThat(amplitude.stored(), hasSize(EVENTS));
    for (int device = 0; device < DEVICES; device++) {
      assertThat(
          amplitude.statistics().arrivalOrder(ExportRows.device(device)),
          equalTo(ExportRows.identities(device, 0, EVENTS_OF_EACH)));
    }
    assertThat(amplitude.statistics().orderInversions(), is(0L));
  }

  /**
   * A lane has settled what it did not write in the last interval, and one request was in flight.
   */
  private void assertFewCopies() {
    long atOnce = (long) LANES * PER_REQUEST;
    long ofOneKill = (long) PER_SECOND * intervalMillis / 1000 + atOnce;
    long unknown = 0;
    for (Killed killed : kills) {
      assertThat("unknown, " + killed, killed.unknown(), is(lessThanOrEqualTo(ofOneKill)));
      unknown += killed.unknown();
    }
    long dropped = faults.equals(DROPS) ? (long) MOST_DROPS * PER_REQUEST : 0;
    long copies = amplitude.statistics().duplicatesReceived();
    assertThat("copies", copies, is(lessThanOrEqualTo(unknown + dropped)));
    assertThat(amplitude.statistics().duplicatesStored(), is(0L));
  }

  private void assertReported(Map<String, Integer> files) {
    Command all = new Command(0, "", "", output());
    List<Path> reports = all.files("report.json");
    JsonNode report = Command.json(reports.get(reports.size() - 1));
    assertThat(report.path("exit_code").asInt(), is(0));
    assertThat(report.at("/rows/adds_up").asBoolean(), is(true));
    assertThat(report.at("/rows/read").asInt(), is(EVENTS));
    assertThat(report.at("/rows/accepted").asInt(), is(EVENTS));
    assertThat(report.path("files").size(), is(files.size()));
    for (JsonNode file : report.path("files")) {
      int rows = files.get(file.path("file").asText());
      assertThat(file.toString(), file.path("rows_read").asInt(), is(rows));
      assertThat(file.toString(), file.at("/reasons/delivered").asInt(), is(rows));
    }
    List<String> kept = LedgerFiles.in(ledger());
    assertThat(kept.stream().filter(name -> name.endsWith("/finished.json")).toList(), hasSize(1));
    assertThat(kept.stream().filter(name -> name.contains("/lanes/")).toList(), is(empty()));
  }

  private JarRun start() throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input=" + folder.resolve("in") + "/*",
                "--destinationEndpoint=" + amplitude.endpoint(),
                "--apiKey=env:AMPLITUDE_API_KEY",
                "--output=" + output(),
                "--ledger=" + ledger(),
                "--ledgerInterval=" + intervalMillis + "ms",
                "--lanes=" + LANES,
                "--maxEventsPerRequest=" + PER_REQUEST,
                "--maxEventsPerSecond=" + PER_SECOND));
    args.addAll(engine.args());
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    return JarRun.start(
        folder.resolve("start-" + starts++ + ".log"),
        JarRun.command(temporary, JarRun.HASTY, args));
  }

  private Path ledger() {
    return folder.resolve("ledger");
  }

  private Path output() {
    return folder.resolve("out");
  }

  @Override
  public void close() {
    amplitude.close();
  }
}

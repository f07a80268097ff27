package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.ledger.Lease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What befalls a run from outside: its vendor, its disk, a second run, a ledger that is harmed. */
class LedgerFaultsIT {
  private static final int DEVICES = 30;
  private static final int EVENTS_OF_EACH = 100;
  private static final int EVENTS = DEVICES * EVENTS_OF_EACH;
  private static final int LANES = 2;
  private static final int PER_REQUEST = 50;

  /** All of them in ten seconds. */
  private static final String STEADY = "--maxEventsPerSecond=300";

  /** Two minutes for all of them. */
  private static final String SLOW = "--maxEventsPerSecond=25";

  private static final String FOURTH = "-00000003";

  /** A segment is full with so many events, of about 13 bytes each. */
  private static final int MOST_UNWRITTEN = 1000;

  private static final int MOST_BYTES = 8 * 1024;

  @TempDir Path folder;
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system());
  private final List<JarRun> started = new ArrayList<>();

  @BeforeEach
  void input() throws IOException {
    assertThat(
        ExportRows.writeSeveral(folder.resolve("in"), 2, DEVICES, EVENTS_OF_EACH).size(), is(2));
  }

  @AfterEach
  void end() {
    started.forEach(JarRun::close);
    amplitude.close();
  }

  @Test
  void aRunGoesOnWhenItsVendorComesBackWithNothing() throws Exception {
    JarRun run = start(STEADY);
    run.await(() -> amplitude.stored().size() >= EVENTS / 4);
    amplitude.close();
    int port = amplitude.endpoint().getPort();
    awaitConnections(port, 3);

    try (AmplitudeEmulator next =
        AmplitudeEmulator.start(AmplitudeSettings.defaults(), EmulatorClock.system(), port)) {
      run.assertEnds(0);

      Set<String> before = identities(amplitude);
      Set<String> after = identities(next);
      Set<String> all = new HashSet<>(before);
      all.addAll(after);
      assertThat(all, hasSize(EVENTS));
      assertThat(next.stored(), is(hasSize(lessThan(EVENTS))));
      // Stored, but the answer was lost with the one who gave it: one request of each lane.
      int twice = before.size() + after.size() - EVENTS;
      assertThat(twice, is(lessThanOrEqualTo(LANES * PER_REQUEST)));
      assertThat(next.statistics().duplicatesReceived(), is(0L));
      assertThat(next.statistics().orderInversions(), is(0L));
    }
    assertThat(report().at("/rows/accepted").asInt(), is(EVENTS));
  }

  @Test
  void aFullDiskEndsTheRunBeforeItsNextRequest() throws Exception {
    String[] options = {STEADY, "--ledgerInterval=1h"};
    JarRun run = start(options);
    run.await(() -> segment("-00000000").isPresent());
    limitFiles(run);

    run.assertEnds(5);
    assertThat(run.said(), containsString("the ledger can't be written, so nothing more is sent"));
    assertThat(run.said(), containsString(folder.resolve("ledger") + "/runs/"));
    assertThat(run.said(), containsString("File too large"));
    int stored = amplitude.stored().size();
    assertThat(stored, is(greaterThan(0)));
    assertThat(stored, is(lessThan(EVENTS)));

    assertCompletes(start(options));
    long unwritten = (long) LANES * (MOST_UNWRITTEN - 1 + PER_REQUEST);
    assertThat(amplitude.statistics().duplicatesReceived(), is(lessThanOrEqualTo(unwritten)));
  }

  @Test
  void nothingIsSentIfTheLedgerCannotBeWrittenAtAll() throws Exception {
    List<String> command = new ArrayList<>(command());
    command.replaceAll(arg -> arg.startsWith("--ledger=") ? "--ledger=/proc/event-backfill" : arg);
    JarRun run = start(command);

    run.assertEnds(5);
    assertThat(run.said(), containsString("Refused: the ledger /proc/event-backfill"));
    assertThat(run.said(), containsString("can't be"));
    assertThat(amplitude.requests(), hasSize(0));
  }

  @Test
  void aSecondRunIsRefusedUntilTheFirstIsDead() throws Exception {
    JarRun first = start(SLOW);
    first.await(() -> !amplitude.stored().isEmpty());

    JarRun second = start(SLOW);
    second.assertEnds(5);
    assertThat(second.said(), containsString("another run holds the ledger"));
    assertThat(second.said(), containsString("process " + first.pid()));
    assertThat(second.said(), containsString(", since 20"));
    int stored = amplitude.stored().size();
    first.await(() -> amplitude.stored().size() > stored);
    first.kill();

    long start = System.nanoTime();
    JarRun third = start();
    third.await(() -> third.said().contains("Resuming run"));
    // Whoever has to watch a claim first takes longer than that.
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    assertThat(waited, is(lessThan(Lease.WATCH)));
    assertCompletes(third);
  }

  /** What becomes of a segment. */
  private enum Harm {
    CHANGED {
      @Override
      void harm(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
      }
    },
    TRUNCATED {
      @Override
      void harm(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length / 2));
      }
    },
    DELETED {
      @Override
      void harm(Path segment) throws IOException {
        Files.delete(segment);
      }
    };

    abstract void harm(Path segment) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void aHarmedSegmentStopsTheRunUntilItsUserDecides(Harm harm) throws Exception {
    String often = "--ledgerInterval=200ms";
    JarRun run = start(STEADY, often);
    run.await(() -> segment(FOURTH).isPresent());
    run.kill();
    String middle = segment(FOURTH).orElseThrow().replaceFirst("3$", "1");
    harm.harm(folder.resolve("ledger").resolve(middle));
    int requests = amplitude.requests().size();

    JarRun refused = start(STEADY, often);
    refused.assertEnds(5);
    assertThat(refused.said(), containsString("the segment " + folder.resolve("ledger/" + middle)));
    assertThat(refused.said(), containsString("--inDoubt=resend"));
    assertThat(amplitude.requests(), hasSize(requests));

    assertCompletes(start(often, "--inDoubt=resend"));
  }

  /** A segment of some writer whose name ends like this, if there is one. */
  private Optional<String> segment(String end) {
    return LedgerFiles.in(folder.resolve("ledger")).stream()
        .filter(name -> name.contains("/lanes/") && name.endsWith(end))
        .findFirst();
  }

  /** From now on a file of this run can't grow beyond the limit: an error of the kernel's. */
  private static void limitFiles(JarRun run) throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder("prlimit", "--pid=" + run.pid(), "--fsize=" + MOST_BYTES)
            .inheritIO()
            .start();
    assertThat("prlimit", limit.waitFor(), is(0));
  }

  private void assertCompletes(JarRun run) throws InterruptedException {
    run.assertEnds(0);
    assertThat(identities(amplitude), hasSize(EVENTS));
    assertThat(amplitude.stored(), hasSize(EVENTS));
    assertThat(amplitude.statistics().orderInversions(), is(0L));
    assertThat(report().at("/rows/accepted").asInt(), is(EVENTS));
    assertThat(report().at("/rows/adds_up").asBoolean(), is(true));
  }

  private JsonNode report() {
    List<Path> reports = new Command(0, "", "", folder.resolve("out")).files("report.json");
    return Command.json(reports.get(reports.size() - 1));
  }

  private static Set<String> identities(AmplitudeEmulator of) {
    Set<String> identities = new HashSet<>();
    of.stored().stream().map(StoredEvent::insertId).forEach(id -> identities.add(id.orElseThrow()));
    return identities;
  }

  /** Takes the place of one who is gone: whoever connects is cut off, so many times. */
  private static void awaitConnections(int port, int connections) throws IOException {
    try (ServerSocket place = new ServerSocket()) {
      place.setReuseAddress(true);
      place.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
      place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      for (int i = 0; i < connections; i++) {
        place.accept().close();
      }
    }
  }

  private JarRun start(String... more) throws IOException {
    return start(command(more));
  }

  private JarRun start(List<String> command) throws IOException {
    JarRun run = JarRun.start(folder.resolve("start-" + started.size() + ".log"), command);
    started.add(run);
    return run;
  }

  private List<String> command(String... more) {
    List<String> args =
        List.of(
            "--input=" + folder.resolve("in") + "/*",
            "--destinationEndpoint=" + amplitude.endpoint(),
            "--apiKey=env:AMPLITUDE_API_KEY",
            "--output=" + folder.resolve("out"),
            "--ledger=" + folder.resolve("ledger"),
            "--lanes=" + LANES,
            "--maxEventsPerRequest=" + PER_REQUEST);
    List<String> all = Stream.concat(args.stream(), Arrays.stream(more)).toList();
    return JarRun.command(folder, JarRun.HASTY, all);
  }
}

package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.HttpReply;
import io.eventbackfill.delivery.HttpRequestSpec;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.ledger.HookedStore;
import io.eventbackfill.ledger.Ledger;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.Manifest;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.steps.DeliverLanes.Sending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that cancels a job interrupts its threads wherever they are. */
class InterruptedLanesTest {
  private static final String RUN = "20260301T010000.000Z";
  private static final int EVENTS = 7;

  @TempDir Path folder;
  private final EmulatorClock clock = EmulatorClock.frozenAt(AmplitudeEmulator.START);
  private final Thread lane = Thread.currentThread();
  private final AtomicInteger steps = new AtomicInteger();
  private int interruptAt;

  /** A place where an interrupt may come; time passes, so that the ledger is written often. */
  private Instant step() {
    if (steps.getAndIncrement() == interruptAt) {
      lane.interrupt();
    }
    clock.advance(Duration.ofMillis(1));
    return clock.instant();
  }

  @Test
  void whereverALaneIsInterruptedNothingIsInDoubtAndNothingSentAgain() throws Exception {
    int cutShort = 0;
    for (boolean within = true; within; interruptAt++) {
      Path ledger = Files.createDirectory(folder.resolve("ledger-" + interruptAt));
      LedgerRun run = begin(ledger);
      try (AmplitudeEmulator amplitude =
          AmplitudeEmulator.start(AmplitudeSettings.defaults(), clock)) {
        steps.set(0);
        try {
          deliver(amplitude, ledger, "first");
        } catch (InterruptedException | LedgerRefusedException e) {
          // The latter where the ledger was being read: nothing was sent yet.
          cutShort++;
        }
        within = steps.get() > interruptAt;
        steps.set(Integer.MIN_VALUE);
        boolean unused = Thread.interrupted();
        RunProgress left = Ledger.load(FileSystemStore.in(ledger.toString())).progress(run, 1, 0);
        assertThat("interrupted at " + interruptAt, left.inDoubt().events(), is(0L));

        deliver(amplitude, ledger, "second");

        long received = amplitude.statistics().eventsReceived();
        assertThat("interrupted at " + interruptAt, received, equalTo((long) EVENTS));
      }
    }
    assertThat(cutShort, greaterThan(20));
  }

  private static LedgerRun begin(Path ledger) throws IOException {
    FileSystemStore files = FileSystemStore.in(ledger.toString());
    files.write("lease/test.json", new byte[0]);
    return Ledger.load(files)
        .begin(new Manifest(RUN, AmplitudeEmulator.START, new TreeMap<>(), List.of()));
  }

  /** A job of this name takes the lane from its beginning. */
  private void deliver(AmplitudeEmulator amplitude, Path ledger, String job)
      throws InterruptedException {
    RunLedger run =
        new RunLedger(
            new HookedStore(FileSystemStore.in(ledger.toString()), step -> step()),
            RUN,
            "test",
            1,
            new RunLedger.Doubts(0, WhenInDoubt.REFUSE),
            Duration.ofMillis(1));
    Sending sending =
        new Sending(
            this::transport,
            () -> new Waiting(this::step, clock::advance, new Random(1)),
            RetryPolicy.givingUpAfter(Duration.ofHours(1)),
            Given.LIMITS,
            LookAhead.ofEvents(1000));
    Destination destination =
        Given.destination(amplitude.endpoint(), AmplitudeEmulator.DEFAULT_API_KEY, 2);
    try (LaneWorker worker = new LaneWorker(ledger + job, destination, sending, run)) {
      worker.begin(0);
      for (int n = 0; n < EVENTS; n++) {
        worker.add(EmulatedDelivery.event(n));
      }
      worker.end();
    }
  }

  private HttpTransport transport() {
    GoogleHttpTransport http = new GoogleHttpTransport(Duration.ofSeconds(30));
    return new HttpTransport() {
      @Override
      public HttpReply send(HttpRequestSpec request) throws InterruptedException {
        try {
          return http.send(request);
        } finally {
          step();
        }
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }
}

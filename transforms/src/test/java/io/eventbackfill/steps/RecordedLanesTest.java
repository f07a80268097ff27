package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.RetryPolicy;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.emulators.amplitude.StoredEvent;
import io.eventbackfill.ledger.HookedStore;
import io.eventbackfill.ledger.Ledger;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.Manifest;
import io.eventbackfill.ledger.RunLedger;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.Store;
import io.eventbackfill.ledger.WhenInDoubt;
import io.eventbackfill.model.Account;
import io.eventbackfill.model.Content;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.steps.DeliverLanes.Sending;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that write down what they do, and those that come after them. */
class RecordedLanesTest {
  private static final String RUN = "20260301T010000.000Z";
  private static final int LANE = 0;

  @TempDir Path folder;
  private final EmulatorClock clock = EmulatorClock.frozenAt(AmplitudeEmulator.START);
  private final AmplitudeEmulator amplitude =
      AmplitudeEmulator.start(AmplitudeSettings.defaults(), clock);
  private Store store;
  private LedgerRun run;
  private int jobs;

  @BeforeEach
  void aRun() throws IOException {
    store = FileSystemStore.in(folder.toString());
    store.write("lease/test.json", new byte[0]);
    run =
        Ledger.load(store)
            .begin(new Manifest(RUN, AmplitudeEmulator.START, new TreeMap<>(), List.of()));
  }

  @AfterEach
  void stop() {
    amplitude.close();
    StopRequest.startAfresh();
    AtWork.startAfresh();
  }

  /** A worker of a new job: the engine, or the whole process, was started again. */
  private LaneWorker worker(String key) {
    Sending sending =
        new Sending(
            () -> new GoogleHttpTransport(Duration.ofSeconds(30)),
            () -> new Waiting(clock, clock::advance, new Random(1)),
            RetryPolicy.givingUpAfter(Duration.ofHours(1)),
            Given.LIMITS,
            LookAhead.ofEvents(1000));
    RunLedger ledger =
        new RunLedger(
            store,
            RUN,
            "test",
            1,
            new RunLedger.Doubts(0, WhenInDoubt.REFUSE),
            Duration.ofSeconds(5));
    return new LaneWorker(
        folder + "-" + jobs++, Given.destination(amplitude.endpoint(), key, 2), sending, ledger);
  }

  private LaneWorker worker() {
    return worker(AmplitudeEmulator.DEFAULT_API_KEY);
  }

  private static Account lane(LaneWorker worker, int end) throws InterruptedException {
    worker.begin(LANE);
    add(worker, 0, end);
    worker.end();
    return worker.takeAccount();
  }

  private static void add(LaneWorker worker, int first, int end) throws InterruptedException {
    for (int n = first; n < end; n++) {
      worker.add(EmulatedDelivery.event(n));
    }
  }

  private RunProgress progress() throws IOException {
    return Ledger.load(store).progress(run, 1, 0);
  }

  private List<String> stored() {
    return amplitude.stored().stream().map(StoredEvent::insertId).map(o -> o.orElse("")).toList();
  }

  @Test
  void aLaneThatIsStartedAgainSendsOnlyTheRestAndAccountsForAll() throws Exception {
    try (LaneWorker first = worker();
        LaneWorker again = worker()) {
      lane(first, 4);

      Account account = lane(again, 6);

      assertThat(account.reasons().get(Reason.DELIVERED), is(6L));
      assertThat("of both", account.replies().get("200"), is(3L));
    }
    assertThat(amplitude.statistics().eventsReceived(), is(6L));
  }

  @Test
  void theEndOfALaneIsWrittenDown() throws Exception {
    try (LaneWorker worker = worker()) {
      lane(worker, 5);
    }

    RunProgress.Lane lane = progress().lanes().get(LANE);
    assertThat(lane.events(), is(5L));
    assertThat(lane.damages(), hasSize(0));
    assertThat(stored(), hasSize(5));
  }

  @Test
  void aLaneThatTheEngineBeginsAnewSendsNothingTwice() throws Exception {
    try (LaneWorker worker = worker()) {
      worker.begin(LANE);
      add(worker, 0, 5);
      lane(worker, 6);
      lane(worker, 6);
    }

    assertThat(amplitude.statistics().eventsReceived(), is(6L));
    assertThat(progress().reasons(), equalTo(java.util.Map.of(Reason.DELIVERED, 6L)));
  }

  @Test
  void whatAnEarlierStartRejectedIsSetAsideAgain() throws Exception {
    amplitude.faults(FaultScript.parse("1: 413; 2: 413"));
    try (LaneWorker first = worker();
        LaneWorker again = worker()) {
      lane(first, 2);
      List<SetAside> before = first.takeAside();
      assertThat(before, hasSize(1));

      lane(again, 2);

      assertThat(again.takeAside(), equalTo(before));
    }
  }

  @Test
  void aWrongKeyLeavesNothingInDoubt() throws Exception {
    try (LaneWorker worker = worker("ffffffffffffffffffffffffffffffff")) {
      assertThrows(StopJobException.class, () -> lane(worker, 4));
    }

    assertThat(progress().isUntouched(), is(true));
  }

  @Test
  void aStopLeavesTheRestToTheNextStart() throws Exception {
    try (LaneWorker worker = worker()) {
      worker.begin(LANE);
      // The third shows that the second's millisecond is over, so the first two are sent.
      add(worker, 0, 3);
      StopRequest.ofThisProcess().raise();
      add(worker, 3, 4);
      worker.end();
      Account account = worker.takeAccount();

      assertThat(account.reasons().get(Reason.STOPPED), is(2L));
      assertThat("kept by the ledger", worker.takeAside(), hasSize(0));
    }
    assertThat(progress().inDoubt().events(), is(0L));
    StopRequest.startAfresh();
    try (LaneWorker next = worker()) {
      lane(next, 4);
    }
    assertThat(stored(), contains("insert-0", "insert-1", "insert-2", "insert-3"));
    assertThat(amplitude.statistics().eventsReceived(), is(4L));
  }

  @Test
  void whoeverEndsARunWaitsForTheLaneAtHand() throws Exception {
    try (LaneWorker worker = worker()) {
      worker.begin(LANE);
      add(worker, 0, 2);
      boolean atOnce = AtWork.ofThisProcess().close(Duration.ZERO);
      worker.end();

      assertThat("while it was at work", atOnce, is(false));
      assertThat(AtWork.ofThisProcess().close(Duration.ZERO), is(true));
    }
    assertThat("what it had begun is written", progress().reasons().get(Reason.DELIVERED), is(2L));
  }

  @Test
  void aLaneIsWaitedForFromItsFirstLookAtTheLedgerOn() throws Exception {
    List<Boolean> nobodyAtWork = new ArrayList<>();
    AtomicBoolean begins = new AtomicBoolean();
    store = new HookedStore(store, step -> look(begins.getAndSet(false), nobodyAtWork));
    try (LaneWorker worker = worker()) {
      begins.set(true);
      worker.begin(LANE);
      worker.end();
    }

    assertThat(nobodyAtWork, contains(false));
  }

  private static void look(boolean isFirst, List<Boolean> nobodyAtWork) {
    if (isFirst) {
      try {
        nobodyAtWork.add(AtWork.ofThisProcess().close(Duration.ZERO));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aLaneThatTheEngineBeginsWhenTheRunIsOverWritesNothing() throws Exception {
    Account read = new Account();
    read.content("a.json", new Content(10, 1));
    List<Store.Item> before = store.list("");
    try (LaneWorker worker = worker()) {
      AtWork.ofThisProcess().close(Duration.ZERO);
      // What a failed job's thread does then: nothing is sent once a stop is asked for.
      StopRequest.ofThisProcess().raise();

      assertThrows(CancellationException.class, () -> worker.compare(read));
      assertThrows(CancellationException.class, () -> lane(worker, 4));
    }

    assertThat(store.list(""), equalTo(before));
    AtWork.startAfresh();
    StopRequest.startAfresh();
    try (LaneWorker next = worker()) {
      lane(next, 4);
    }
    assertThat(stored(), hasSize(4));
  }

  @Test
  void anInputWithOtherBytesIsRefusedByName() throws Exception {
    Account before = new Account();
    before.content("a.json", new Content(10, 1));
    before.content("b.json", new Content(20, 2));
    Account after = new Account();
    after.content("a.json", new Content(10, 1));
    after.content("b.json", new Content(20, 3));
    try (LaneWorker first = worker();
        LaneWorker again = worker()) {
      first.compare(before);

      LedgerRefusedException e =
          assertThrows(LedgerRefusedException.class, () -> again.compare(after));

      assertThat(e.getMessage().contains("b.json holds other bytes"), is(true));
    }
  }
}

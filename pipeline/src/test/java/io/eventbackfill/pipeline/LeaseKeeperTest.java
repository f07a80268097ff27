package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.ledger.Holder;
import io.eventbackfill.ledger.Lease;
import io.eventbackfill.ledger.Patience;
import io.eventbackfill.steps.FileSystemStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeaseKeeperTest {
  private static final Duration STEP = Duration.ofSeconds(5);

  /** The threads of a keeper. */
  private static final int BOTH = 2;

  @TempDir private Path folder;

  private final HandTime time = new HandTime();
  private final Semaphore losses = new Semaphore(0);
  private TroubledStore store;
  private Lease lease;
  private LeaseKeeper keeper;

  @BeforeEach
  void take() throws InterruptedException {
    store = new TroubledStore(FileSystemStore.in(folder.toString()));
    Patience patience = new Patience(InstantSource.system(), time::pause, new SplittableRandom(1));
    Holder holder = new Holder("calc", 1, 1, "", "ada", "");
    lease = Lease.take(store, holder, (pid, start) -> true, "run-1", patience);
    keeper = LeaseKeeper.keep(lease, time::nanoTime, time::pause, losses::release);
    time.awaitWaiting(BOTH);
  }

  @AfterEach
  void close() throws IOException {
    keeper.close();
  }

  private int renewals() throws IOException {
    return new ObjectMapper().readTree(store.read("lease/run-1.json")).path("renewals").asInt();
  }

  private void pass(Duration duration) throws InterruptedException {
    for (long seconds = 0; seconds < duration.toSeconds(); seconds += STEP.toSeconds()) {
      time.pass(STEP, BOTH);
    }
  }

  private static void fail() throws IOException {
    throw new IOException("no route to host");
  }

  @Test
  void aLeaseIsRenewedAgainAndAgain() throws Exception {
    pass(Duration.ofSeconds(10));
    assertThat(renewals(), is(0));
    pass(STEP);
    assertThat(renewals(), is(1));
    pass(Duration.ofMinutes(10));
    assertThat(renewals(), is(41));
    assertThat(losses.availablePermits(), is(0));
  }

  @Test
  void aStoreThatFailsForAWhileCostsNothing() throws Exception {
    pass(Lease.RENEWAL);
    store.trouble(LeaseKeeperTest::fail);
    pass(Lease.SILENCE.minus(STEP));
    store.trouble(() -> {});
    assertThat(renewals(), is(1));
    assertThat(losses.availablePermits(), is(0));
  }

  @Test
  void afterAFailureTheNextAttemptComesSoon() throws Exception {
    store.trouble(LeaseKeeperTest::fail);
    pass(Lease.RENEWAL);
    store.trouble(() -> {});
    pass(STEP);
    assertThat(renewals(), is(1));

    pass(Lease.SILENCE);
    assertThat(losses.availablePermits(), is(0));
  }

  @Test
  void anExceptionThatNobodyExpectsIsAFailureToo() throws Exception {
    store.trouble(
        () -> {
          throw new IllegalStateException("the client's own exception");
        });
    pass(Lease.RENEWAL);
    store.trouble(() -> {});
    pass(STEP);
    assertThat(renewals(), is(1));
  }

  @Test
  void aLeaseThatCouldNotBeRenewedForTooLongIsLostOnce() throws Exception {
    store.trouble(LeaseKeeperTest::fail);
    pass(Lease.SILENCE.minus(STEP));
    assertThat(losses.availablePermits(), is(0));

    time.pass(STEP, 0);
    losses.acquire();
    time.pass(Duration.ofHours(1), 0);

    assertThat(losses.availablePermits(), is(0));
  }

  @Test
  void aStoreThatDoesNotAnswerAtAllLosesTheLeaseToo() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    store.trouble(() -> awaitUnchecked(answer));
    time.pass(Lease.RENEWAL, 1);
    time.pass(Lease.SILENCE.minus(Lease.RENEWAL).minusSeconds(1), 1);
    assertThat(losses.availablePermits(), is(0));

    time.pass(Duration.ofSeconds(1), 0);

    losses.acquire();
    answer.countDown();
  }

  @Test
  void aLeaseThatIsGoneIsLostAtTheNextRenewal() throws Exception {
    store.delete(List.of("lease/run-1.json"));
    pass(Lease.RENEWAL.minus(STEP));
    assertThat(losses.availablePermits(), is(0));

    time.pass(STEP, 0);

    losses.acquire();
  }

  @Test
  void aClosedKeeperHasGivenTheLeaseBack() throws Exception {
    pass(Lease.RENEWAL);
    keeper.close();
    time.pass(Duration.ofHours(1), 0);

    assertThat(Lease.isHeld(store, "run-1"), is(false));
    assertThat(losses.availablePermits(), is(0));
  }

  @Test
  void aRenewalThatIsUnderWayDoesNotBringTheClaimBack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    store.trouble(
        () -> {
          begun.countDown();
          awaitUnchecked(answer);
        });
    time.pass(Lease.RENEWAL, 1);
    begun.await();
    Thread closer = new Thread(this::closeUnchecked);
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    answer.countDown();
    closer.join();

    assertThat(Lease.isHeld(store, "run-1"), is(false));
  }

  @Test
  void whoIsToldOfTheLossMayCloseTheKeeper() throws Exception {
    CompletableFuture<LeaseKeeper> self = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    HandTime other = new HandTime();
    LeaseKeeper second =
        LeaseKeeper.keep(
            lease,
            other::nanoTime,
            other::pause,
            () -> {
              closeUnchecked(self.join());
              closed.countDown();
            });
    self.complete(second);
    other.awaitWaiting(BOTH);
    store.delete(List.of("lease/run-1.json"));

    other.pass(Lease.RENEWAL, 0);

    closed.await();
  }

  private void closeUnchecked() {
    closeUnchecked(keeper);
  }

  private static void closeUnchecked(LeaseKeeper keeper) {
    try {
      keeper.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("a renewal is not to be interrupted", e);
    }
  }
}

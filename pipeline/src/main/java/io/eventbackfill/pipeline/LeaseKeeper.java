package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Lease;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.ledger.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease for as long as a run lasts, and says so when it can't be relied on any more. One
 * thread renews and another one watches it, for a store may also fail by not answering at all.
 */
final class LeaseKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /** Soon enough after a failure for several more attempts. */
  private static final Duration RETRY = Lease.RENEWAL.dividedBy(3);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How long a renewal may take to end when the lease is given back. */
  private static final Duration LAST_RENEWAL = Duration.ofSeconds(30);

  private final Lease lease;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private final Runnable lost;
  private final Rest renewing = new Rest();
  private final Rest watching = new Rest();
  private final List<Thread> threads;
  private final AtomicBoolean isLost = new AtomicBoolean();
  private volatile long renewedAt;

  /**
   * Keeps a lease that was just taken.
   *
   * @param lost runs once, on a thread of its own, if the lease is lost; the run is to end then
   */
  static LeaseKeeper keep(Lease lease, Runnable lost) {
    return keep(
        lease, System::nanoTime, duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()), lost);
  }

  /**
   * Keeps a lease by a given time.
   *
   * @param nanoTime a clock that nobody sets
   * @param pause waits by it; both threads do
   */
  static LeaseKeeper keep(Lease lease, LongSupplier nanoTime, Pause pause, Runnable lost) {
    LeaseKeeper keeper = new LeaseKeeper(lease, nanoTime, pause, lost);
    keeper.threads.forEach(Thread::start);
    return keeper;
  }

  private LeaseKeeper(Lease lease, LongSupplier nanoTime, Pause pause, Runnable lost) {
    this.lease = lease;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.lost = lost;
    this.renewedAt = nanoTime.getAsLong();
    this.threads =
        List.of(
            thread("lease-renewal", this::renewAgainAndAgain),
            thread("lease-watch", this::watchTheAge));
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void renewAgainAndAgain() {
    Duration wait = Lease.RENEWAL;
    while (renewing.lasts(wait) && !isLost.get()) {
      wait = renew() ? Lease.RENEWAL : RETRY;
    }
  }

  private boolean renew() {
    // Before, for that is the time the claim will tell.
    long start = nanoTime.getAsLong();
    try {
      lease.renew();
      renewedAt = start;
      return true;
    } catch (LedgerRefusedException e) {
      lose(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("The claim to the ledger could not be renewed; trying again: {}", e.toString());
      LOG.debug("the failure", e);
    }
    return false;
  }

  private void watchTheAge() {
    while (watching.lasts(LOOK) && !isLost.get()) {
      if (nanoTime.getAsLong() - renewedAt >= Lease.SILENCE.toNanos()) {
        lose("it could not be renewed for " + Lease.SILENCE.toSeconds() + " s");
      }
    }
  }

  private void lose(String why) {
    if (isLost.compareAndSet(false, true)) {
      LOG.error("The ledger is not held any more, so this run has to end: {}", why);
      lost.run();
    }
  }

  /** Stops renewing and gives the lease back, lost or not. */
  @Override
  public void close() throws IOException {
    renewing.end();
    watching.end();
    if (isRenewalOver(threads.get(0))) {
      lease.close();
    } else {
      LOG.warn("The claim to the ledger is being renewed still, and is left to expire");
    }
  }

  /** A renewal that is under way would write the claim again after it was deleted. */
  private static boolean isRenewalOver(Thread renewal) {
    if (renewal == Thread.currentThread()) {
      return true;
    }
    try {
      renewal.join(LAST_RENEWAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !renewal.isAlive();
  }

  /** The time between a thread's doings. Ending it interrupts a wait and nothing else. */
  private final class Rest {
    private @Nullable Thread resting;
    private boolean ended;

    /** False if it was ended before or while waiting. */
    boolean lasts(Duration duration) {
      if (!begin()) {
        return false;
      }
      try {
        pause.pause(duration);
      } catch (InterruptedException e) {
        LOG.debug("done", e);
      }
      return finish();
    }

    private synchronized boolean begin() {
      resting = Thread.currentThread();
      return !ended;
    }

    private synchronized boolean finish() {
      resting = null;
      // One that came too late for the wait is not for what follows.
      boolean unused = Thread.interrupted();
      return !ended;
    }

    synchronized void end() {
      ended = true;
      if (resting != null) {
        resting.interrupt();
      }
    }
  }
}

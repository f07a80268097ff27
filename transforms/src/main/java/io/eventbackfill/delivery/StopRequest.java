package io.eventbackfill.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a run ends soon, in order: what is in flight is settled, the rest is deferred. Once
 * raised it stays. Any thread may raise it, ask for it, or wait for it.
 */
public final class StopRequest {
  /** An engine's threads are out of reach of arguments; as with a signal, the process has one. */
  private static volatile StopRequest here = new StopRequest();

  private final CountDownLatch raised = new CountDownLatch(1);

  /** The one that whoever is asked to stop this process raises, and its workers heed. */
  public static StopRequest ofThisProcess() {
    return here;
  }

  /**
   * A new run begins in this process. Threads an earlier one left behind keep the request they were
   * given, raised or not.
   */
  public static void startAfresh() {
    here = new StopRequest();
  }

  /** Asks for the end. */
  public void raise() {
    raised.countDown();
  }

  /** True from the first {@link #raise} on. */
  public boolean isRaised() {
    return raised.getCount() == 0;
  }

  /**
   * Waits until it is raised, but no longer than this.
   *
   * @return true if it is raised
   * @throws InterruptedException if the thread is interrupted before or while waiting
   */
  public boolean await(Duration atMost) throws InterruptedException {
    // Unlike toNanos, convert does not fail for centuries.
    return raised.await(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS);
  }
}

package io.eventbackfill.steps;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many threads of this process work with a run's ledger, for whoever waits until none does. An
 * engine's threads may outlive the job that failed, and even begin with another lane. Thread-safe.
 */
public final class AtWork {
  /** An engine's threads are out of reach of arguments. */
  private static volatile AtWork here = new AtWork();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition nobody = lock.newCondition();
  private int count;
  private boolean over;

  /** Those of the run that this process carries out just now. */
  public static AtWork ofThisProcess() {
    return here;
  }

  /** A new run begins in this process. Workers an earlier one left behind stay with theirs. */
  public static void startAfresh() {
    here = new AtWork();
  }

  /**
   * One more is at work, until {@link #end}.
   *
   * @throws CancellationException if the run is over: the ledger may be another's by now
   */
  void begin() {
    lock.lock();
    try {
      if (over) {
        throw new CancellationException("the run is over, so nothing more is begun");
      }
      count++;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        nobody.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The run is over: from now on nobody begins. Waits until nobody is at work.
   *
   * @return false if somebody still is after so long
   * @throws InterruptedException if the thread is interrupted before or while waiting; the run is
   *     over all the same
   */
  public boolean close(Duration atMost) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(atMost);
    lock.lock();
    try {
      over = true;
      while (count > 0 && left > 0) {
        left = nobody.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}

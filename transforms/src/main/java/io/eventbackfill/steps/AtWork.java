package io.eventbackfill.steps;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many are at work, for whoever waits until nobody is. Thread-safe. */
final class AtWork {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition nobody = lock.newCondition();
  private int count;

  void begin() {
    lock.lock();
    try {
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

  /** Waits until nobody is at work; false if somebody still is after so long. */
  boolean await(Duration atMost) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(atMost);
    lock.lockInterruptibly();
    try {
      while (count > 0 && left > 0) {
        left = nobody.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}

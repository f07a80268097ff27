package io.eventbackfill.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that a test lets pass, for threads that wait by it. */
final class HandTime {
  private final List<Long> ends = new ArrayList<>();
  private long nanos;

  synchronized long nanoTime() {
    return nanos;
  }

  synchronized void pause(Duration duration) throws InterruptedException {
    Long end = nanos + duration.toNanos();
    ends.add(end);
    notifyAll();
    try {
      while (nanos < end) {
        wait();
      }
    } finally {
      ends.remove(end);
    }
  }

  /** Lets time pass; returns when so many threads wait for more of it. */
  synchronized void pass(Duration duration, int waiting) throws InterruptedException {
    nanos += duration.toNanos();
    notifyAll();
    awaitWaiting(waiting);
  }

  synchronized void awaitWaiting(int waiting) throws InterruptedException {
    while (ends.stream().filter(end -> end > nanos).count() != waiting) {
      wait();
    }
  }
}

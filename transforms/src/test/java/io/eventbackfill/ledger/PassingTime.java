package io.eventbackfill.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Time that passes only when somebody waits for it, and then at once. */
final class PassingTime implements InstantSource {
  private final List<Duration> waits = new ArrayList<>();
  private final Deque<Runnable> next = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private boolean stopped;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  Patience patience() {
    return new Patience(this, this::pause, new SplittableRandom(1));
  }

  /** Time passes, or is set back. */
  synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** From now on no wait lasts, as in a run that is asked to stop. */
  void stop() {
    stopped = true;
  }

  /** Happens at the beginning of the next wait for which nothing is planned yet. */
  void atNextWait(Runnable what) {
    next.add(what);
  }

  private void pause(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while waiting");
    }
    waits.add(duration);
    if (!next.isEmpty()) {
      next.remove().run();
    }
    if (!stopped) {
      advance(duration);
    }
  }

  List<Duration> waits() {
    return waits;
  }
}

package io.eventbackfill.delivery;

import io.eventbackfill.emulators.EmulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Time that passes only when somebody waits for it, and then at once. */
final class VirtualTime {
  private final EmulatorClock clock;
  private final List<Duration> waits = new ArrayList<>();
  private int interruptAt = Integer.MAX_VALUE;
  private int runAt = Integer.MAX_VALUE;
  private Runnable run = () -> {};

  VirtualTime(EmulatorClock clock) {
    this.clock = clock;
  }

  /** Time and chance for a deliverer; the same seed gives the same chance. */
  Waiting waiting(long seed) {
    return new Waiting(clock, this::sleep, new SplittableRandom(seed));
  }

  /** The wait of this number, the first is 1, is interrupted. */
  void interruptAtWait(int number) {
    interruptAt = number;
  }

  /** Something happens at the beginning of the wait of this number, the first is 1. */
  void atWait(int number, Runnable what) {
    runAt = number;
    run = what;
  }

  private void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted() || waits.size() + 1 >= interruptAt) {
      throw new InterruptedException("interrupted while waiting");
    }
    waits.add(duration);
    if (waits.size() == runAt) {
      run.run();
    }
    clock.advance(duration);
  }

  void advance(Duration duration) {
    clock.advance(duration);
  }

  Instant now() {
    return clock.instant();
  }

  /** All waits so far. */
  List<Duration> waits() {
    return waits;
  }

  Duration waited() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }
}

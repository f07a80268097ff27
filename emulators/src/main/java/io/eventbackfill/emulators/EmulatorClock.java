package io.eventbackfill.emulators;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The only source of time of an emulator. Either frozen, so that it moves only when told to, or
 * running with the machine's clock at a settable distance. Thread-safe.
 */
public final class EmulatorClock implements InstantSource {

  private @Nullable Instant frozen;
  private Duration offset = Duration.ZERO;

  private EmulatorClock(@Nullable Instant frozen) {
    this.frozen = frozen;
  }

  /** A clock that stands still at {@code start} until it is set or advanced. */
  public static EmulatorClock frozenAt(Instant start) {
    return new EmulatorClock(start);
  }

  /** A clock that runs with the machine's clock; setting or advancing it shifts it for good. */
  public static EmulatorClock system() {
    return new EmulatorClock(null);
  }

  @Override
  public synchronized Instant instant() {
    Instant still = frozen;
    return still == null ? InstantSource.system().instant().plus(offset) : still;
  }

  /** Moves the clock to {@code instant}, backwards too; a running clock runs on from there. */
  public synchronized void set(Instant instant) {
    if (frozen == null) {
      offset = Duration.between(InstantSource.system().instant(), instant);
    } else {
      frozen = instant;
    }
  }

  /** Moves the clock forward by {@code step}, which must not be negative. */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("cannot advance by " + step);
    }
    Instant still = frozen;
    if (still == null) {
      offset = offset.plus(step);
    } else {
      frozen = still.plus(step);
    }
  }

  /** Whether time passes by itself. */
  public synchronized boolean isRunning() {
    return frozen == null;
  }
}

package io.eventbackfill.ledger;

import java.time.Duration;

/** Waits. Tests move a clock instead. */
@FunctionalInterface
public interface Pause {

  /**
   * Returns after at least this long, or sooner if the run is asked to stop.
   *
   * @throws InterruptedException if the thread is interrupted before or while waiting
   */
  void pause(Duration duration) throws InterruptedException;
}

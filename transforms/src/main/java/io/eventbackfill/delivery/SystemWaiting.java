package io.eventbackfill.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Real time and real chance: the machine's clock, its timer, its random numbers. */
public final class SystemWaiting {
  private SystemWaiting() {}

  /** A waiting that really waits, until the process is asked to stop: then no sleep is worth it. */
  public static Waiting create() {
    return new Waiting(InstantSource.system(), SystemWaiting::sleep, RandomGenerator.getDefault());
  }

  /** A name nobody else has, to tell one job from another in the same process. */
  public static String uniqueName() {
    return UUID.randomUUID().toString();
  }

  private static void sleep(Duration duration) throws InterruptedException {
    boolean unused = StopRequest.ofThisProcess().await(duration);
  }
}

package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemWaitingTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final Sleeper sleeper = SystemWaiting.create().sleeper();

  @AfterEach
  void forget() {
    StopRequest.startAfresh();
  }

  @Test
  void aSleepIsNoShorterThanAskedFor() throws Exception {
    long before = System.nanoTime();
    sleeper.sleep(Duration.ofNanos(1_900_000));
    assertThat(System.nanoTime() - before, greaterThanOrEqualTo(1_900_000L));
  }

  @Test
  void aSleepIsEndedByTheRequestToStop() {
    CompletableFuture<Long> slept = CompletableFuture.supplyAsync(() -> nanosAsleep(DAY));

    StopRequest.ofThisProcess().raise();

    assertThat(slept.join(), lessThan(DAY.toNanos()));
    assertThat("another one, once it is raised", nanosAsleep(DAY), lessThan(DAY.toNanos()));
  }

  @Test
  void aSleepIsEndedByAnInterrupt() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> sleeper.sleep(DAY));
  }

  private long nanosAsleep(Duration duration) {
    long before = System.nanoTime();
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return System.nanoTime() - before;
  }
}

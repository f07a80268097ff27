package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopRequestTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final StopRequest request = new StopRequest();

  @AfterEach
  void forget() {
    StopRequest.startAfresh();
  }

  @Test
  void onceRaisedItStays() {
    assertThat(request.isRaised(), is(false));

    request.raise();
    assertThat(request.isRaised(), is(true));

    request.raise();
    assertThat(request.isRaised(), is(true));
  }

  @Test
  void nobodyWaitsForWhatIsRaised() throws Exception {
    request.raise();

    assertThat(request.await(FOREVER), is(true));
    assertThat(request.await(Duration.ZERO), is(true));
  }

  @Test
  void aWaitEndsUnraised() throws Exception {
    assertThat(request.await(Duration.ofNanos(1)), is(false));
    assertThat(request.await(Duration.ZERO), is(false));
    assertThat(request.await(Duration.ofSeconds(-1)), is(false));
  }

  @Test
  void raisingWakesWhoeverWaits() {
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> awaited(FOREVER));
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> awaited(FOREVER));

    request.raise();

    assertThat(first.join(), is(true));
    assertThat(second.join(), is(true));
  }

  @Test
  void anInterruptIsNoRequest() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> request.await(FOREVER));
    assertThat(request.isRaised(), is(false));
  }

  @Test
  void theProcessHasOne() {
    StopRequest.ofThisProcess().raise();

    assertThat(StopRequest.ofThisProcess().isRaised(), is(true));
    assertThat(request.isRaised(), is(false));
  }

  @Test
  void aNewRunForgetsAnEarlierOnes() {
    StopRequest earlier = StopRequest.ofThisProcess();
    earlier.raise();

    StopRequest.startAfresh();

    assertThat(StopRequest.ofThisProcess(), is(not(sameInstance(earlier))));
    assertThat(StopRequest.ofThisProcess().isRaised(), is(false));
    assertThat(earlier.isRaised(), is(true));
  }

  private boolean awaited(Duration atMost) {
    try {
      return request.await(atMost);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

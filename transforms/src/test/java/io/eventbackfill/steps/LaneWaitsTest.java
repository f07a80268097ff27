package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.delivery.Sleeper;
import io.eventbackfill.delivery.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LaneWaitsTest {
  private final List<String> heard = new ArrayList<>();
  private final LaneWaits waits =
      new LaneWaits(
          (cause, from, until) ->
              heard.add(cause + " " + Duration.between(from, until).toMillis()));
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void forget() {
    Tally.startAfresh();
  }

  @ParameterizedTest
  @CsvSource({
    "PACE, paced",
    "DEVICE_PACE, device-paced",
    "THROTTLED, throttled",
    "OUTAGE, outage",
  })
  void aWaitIsCountedByItsCauseAndTheLaneWhileItLasts(Cause cause, String name) throws Exception {
    Map<String, Long> meanwhile = new TreeMap<>();
    Sleeper sleeper =
        watched(
            duration -> {
              now = now.plus(duration);
              meanwhile.putAll(Tally.snapshot());
            });

    waits.begin(cause, Duration.ofMillis(1500));
    sleeper.sleep(Duration.ofMillis(1500));

    assertThat(
        meanwhile,
        equalTo(
            Map.of(
                "deliver/millis-waited",
                1500L,
                "deliver/millis-" + name,
                1500L,
                "deliver/lanes-" + name,
                1L)));
    assertThat(Tally.snapshot().get("deliver/lanes-" + name), equalTo(0L));
    assertThat(Tally.snapshot(), aMapWithSize(3));
    assertThat(heard, contains(cause + " 1500"));
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void anInterruptedWaitIsOver(Cause cause) {
    Sleeper sleeper =
        watched(
            duration -> {
              now = now.plusMillis(7);
              throw new InterruptedException();
            });

    waits.begin(cause, Duration.ofMinutes(1));

    assertThrows(InterruptedException.class, () -> sleeper.sleep(Duration.ofMinutes(1)));
    Tally.snapshot()
        .forEach((name, n) -> assertThat(name, n, equalTo(name.contains("lanes-") ? 0L : 60_000L)));
    assertThat("as long as it lasted", heard, contains(cause + " 7"));
  }

  private Sleeper watched(Sleeper sleeper) {
    return waits.watching(new Waiting(() -> now, sleeper, new Random(1))).sleeper();
  }
}

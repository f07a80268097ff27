package io.eventbackfill.emulators;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EmulatorClockTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void frozenClockMovesOnlyWhenTold() {
    EmulatorClock clock = EmulatorClock.frozenAt(NOON);
    assertThat(clock.instant(), is(NOON));
    clock.advance(Duration.ofSeconds(30));
    assertThat(clock.instant(), is(NOON.plusSeconds(30)));
    clock.set(NOON);
    assertThat(clock.instant(), is(NOON));
    assertThat(clock.isRunning(), is(false));
  }

  @Test
  void runningClockRunsOnFromWhereItIsSet() {
    EmulatorClock clock = EmulatorClock.system();
    clock.set(NOON);
    clock.advance(Duration.ofDays(1));
    assertThat(clock.instant(), greaterThanOrEqualTo(NOON.plus(Duration.ofDays(1))));
    assertThat(clock.isRunning(), is(true));
  }

  @Test
  void doesNotAdvanceBackwards() {
    EmulatorClock clock = EmulatorClock.frozenAt(NOON);
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofMillis(-1)));
  }
}

package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTest {

  @ParameterizedTest
  @CsvSource({
    "PT30S, 0,    PT30S",
    "PT30S, 0.5,  PT31.5S",
    "PT30S, 0.99, PT32.97S",
    "PT0S,  0.99, PT0S",
    "PT24H, 0.5,  PT25H12M",
  })
  void spread_isATenthAtTheMostAndNeverShorter(Duration wait, double share, Duration spread) {
    assertThat(Waiting.spread(wait, share), is(spread));
  }

  @Test
  void now_isWhatTheClockSays() {
    Instant instant = Instant.parse("2026-01-01T00:00:00Z");
    Waiting waiting = new Waiting(() -> instant, wait -> {}, RandomGenerator.getDefault());

    assertThat(waiting.now(), is(instant));
  }
}

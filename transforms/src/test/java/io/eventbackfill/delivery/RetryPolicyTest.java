package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final RetryPolicy POLICY = RetryPolicy.givingUpAfter(Duration.ofHours(1));

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 2",
    "3, 4",
    "4, 8",
    "5, 16",
    "6, 32",
    "7, 60",
    "8, 60",
    "21, 60",
    "22, 60",
    "64, 60",
    "65, 60",
    "1000000, 60",
    "2147483647, 60",
  })
  void bound_doublesUpToTheCap(int attempt, long seconds) {
    Duration bound = Duration.ofSeconds(seconds);
    RandomGenerator random = new SplittableRandom(attempt);
    Duration longest = Duration.ZERO;
    Duration shortest = bound;
    for (int i = 0; i < 500; i++) {
      Duration wait = wait(attempt, Duration.ZERO, Duration.ZERO, random).orElseThrow();
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
    }
    assertThat(longest, is(lessThanOrEqualTo(bound)));
    assertThat("full jitter", longest, is(greaterThan(bound.multipliedBy(9).dividedBy(10))));
    assertThat("full jitter", shortest, is(lessThanOrEqualTo(bound.dividedBy(10))));
  }

  @ParameterizedTest
  @CsvSource({
    // attempt, hint, elapsed -> at least, at most; all in seconds, an hour is the limit
    "1, 0, 0, 0, 1",
    "1, 10, 0, 10, 10",
    "1, 600, 0, 600, 600",
    "9, 30, 0, 30, 60",
    "1, 0, 3599, 0, 1",
    "1, 3600, 0, 3600, 3600",
  })
  void hint_isNeverUndercut(int attempt, long hint, long elapsed, long least, long most) {
    for (int seed = 0; seed < 100; seed++) {
      long wait =
          wait(
                  attempt,
                  Duration.ofSeconds(hint),
                  Duration.ofSeconds(elapsed),
                  new SplittableRandom(seed))
              .orElseThrow()
              .toMillis();
      assertThat(wait >= least * 1000 && wait <= most * 1000, is(true));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3601", "1, 3600", "3601, 0", "3600, 1", "86400, 0"})
  void deadline_endsIt(long hint, long elapsed) {
    Duration given = Duration.ofSeconds(hint);
    Duration since = Duration.ofSeconds(elapsed);

    assertThat(wait(1, given, since, new SplittableRandom(1)), is(Optional.empty()));
  }

  private static Optional<Duration> wait(
      int attempt, Duration hint, Duration elapsed, RandomGenerator random) {
    return POLICY.waitBefore(attempt, hint, elapsed, random);
  }

  @Test
  void sameChance_givesTheSameWaits() {
    for (int attempt = 1; attempt < 50; attempt++) {
      assertThat(
          wait(attempt, Duration.ZERO, Duration.ZERO, new SplittableRandom(7)),
          is(wait(attempt, Duration.ZERO, Duration.ZERO, new SplittableRandom(7))));
    }
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT1S", "PT-1S, PT1S", "PT2S, PT1S"})
  void waitsThatDoNotGrow_areRefused(Duration first, Duration cap) {
    assertThrows(
        IllegalArgumentException.class, () -> new RetryPolicy(first, cap, Duration.ofHours(1)));
  }
}

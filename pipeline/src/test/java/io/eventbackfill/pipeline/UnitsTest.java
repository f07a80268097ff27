package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "60s, PT60S",
    "15 m, PT15M",
    "24h, PT24H",
    "6d, PT144H",
    "0s, PT0S"
  })
  void timesHaveAUnit(String text, String expected) {
    assertThat(Units.duration(text), equalTo(Optional.of(Duration.parse(expected))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "-1s", "1.5h", "1w", "9999999999s", "60 s s"})
  void anythingElseIsNoTime(String text) {
    assertThat(Units.duration(text), equalTo(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10",
    "10B, 10",
    "10kB, 10000",
    "10MB, 10000000",
    "2GB, 2000000000",
    "1KiB, 1024",
    "1MiB, 1048576",
    "999999999GB, 999999999000000000"
  })
  void sizesAreDecimalUnlessTheySayOtherwise(String text, long expected) {
    assertThat(Units.bytes(text), equalTo(Optional.of(expected)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1MB", "1.5MB", "10mb", "10TB"})
  void anythingElseIsNoSize(String text) {
    assertThat(Units.bytes(text), equalTo(Optional.empty()));
  }
}

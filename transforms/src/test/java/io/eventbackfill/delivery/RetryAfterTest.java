package io.eventbackfill.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                             | PT0S",
        "120                           | PT2M",
        "' 120 '                       | PT2M",
        "0120                          | PT2M",
        "86400                         | PT24H",
        "86401                         | PT24H",
        "999999999999999999            | PT24H",
        "9223372036854775807           | PT24H",
        "99999999999999999999999999999 | PT24H",
        "Thu, 01 Jan 2026 00:02:00 GMT | PT2M",
        "Thu, 1 Jan 2026 00:02:00 GMT  | PT2M",
        "Fri, 01 Jan 2038 00:00:00 GMT | PT24H",
        "Wed, 31 Dec 2025 23:59:00 GMT | PT0S",
        "Mon, 01 Jan 2026 00:02:00 GMT | PT0S",
        "2026-01-01T00:02:00Z          | PT0S",
        "-5                            | PT0S",
        "1.5                           | PT0S",
        "soon                          | PT0S",
        "''                            | PT0S",
        "'   '                         | PT0S",
        "١٢٠                           | PT0S",
      })
  void header_asksForAWait(String value, Duration wait) {
    assertThat(RetryAfter.parse(value, NOW), is(wait));
  }
}

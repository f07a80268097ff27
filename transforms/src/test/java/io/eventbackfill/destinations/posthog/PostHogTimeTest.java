package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogTimeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2024-02-29T23:59:59.999Z",
        "0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "2024-03-01T00:04:43.040Z"
      })
  void timesAreIsoInUtcWithMilliseconds(String text) {
    assertThat(PostHogTime.text(Instant.parse(text).toEpochMilli()), is(text));
  }

  @Test
  void theBoundsAreThoseOfFourDigits() {
    assertThat(Instant.ofEpochMilli(PostHogTime.EARLIEST).toString(), is("0000-01-01T00:00:00Z"));
    assertThat(Instant.ofEpochMilli(PostHogTime.LATEST).toString(), is("9999-12-31T23:59:59.999Z"));
  }
}

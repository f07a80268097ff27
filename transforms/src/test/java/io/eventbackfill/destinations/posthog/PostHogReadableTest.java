package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Checked.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogReadableTest {
  private static final String INSERTED = "{\"source_insert_id\":1}";

  @ParameterizedTest
  @CsvSource({
    "1e308, true",
    "1e309, false",
    "-1E+400, false",
    "1e-400, true",
    "123456789012345678901, true"
  })
  void numbersThatNoDoubleHoldsAreRefused(String number, boolean kept) {
    PostHogSample sample =
        sample()
            .with("event_properties", "{\"1e999\":\"-1e999 \\\" 1e999\",\"a\":[1," + number + "]}");

    assertThat(refusal(sample), is(kept ? "kept" : "invalid-field:event_properties"));
  }

  @Test
  void manyDigitsAreANumberToo() {
    assertThat(
        refusal(sample().with("event_properties", "{\"a\":" + "9".repeat(309) + "}")),
        is("invalid-field:event_properties"));
  }

  @ParameterizedTest
  @ValueSource(longs = {PostHogTime.EARLIEST - 1, PostHogTime.LATEST + 1})
  void timesThatBecome1970AreRefused(long millis) {
    assertThat(refusal(sample().at(millis)), is("invalid-field:time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$identify", "$create_alias", "$merge_dangerously", "$set", "$performance_event"})
  void instructionsAreNoEvents(String type) {
    assertThat(refusal(sample().type(type)), is("not-an-event:event_type"));
  }

  @Test
  void anOrdinaryEventIsKept() {
    assertThat(refusal(sample().with("event_properties", INSERTED)), is("kept"));
  }

  private static String refusal(PostHogSample sample) {
    return new PostHogReadable().check(sample.event()) instanceof Refused refused
        ? refused.reason().code() + ":" + refused.field()
        : "kept";
  }

  private static PostHogSample sample() {
    return new PostHogSample();
  }
}

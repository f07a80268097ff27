package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionReaderTest {
  private final BackfillOptions options = PipelineOptionsFactory.as(BackfillOptions.class);
  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "2024-03-01, 2024-03-01T00:00:00Z",
    "2024-03-01T12:30, 2024-03-01T12:30:00Z",
    "2024-03-01T12:30:15.000001, 2024-03-01T12:30:15.000001Z",
    "2024-03-01T12:30:15Z, 2024-03-01T12:30:15Z",
    "2024-03-01T00:30:00+02:00, 2024-02-29T22:30:00Z",
    "2024-03-01T12:30:00-05:00, 2024-03-01T17:30:00Z",
  })
  void aTimeWithoutAZoneIsUtc(String text, Instant instant) {
    options.setSince(text);

    long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    assertThat(read().range(), is(new TimeRange(micros, Long.MAX_VALUE)));
    assertThat(problems, is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2024", "2024-02-30", "01.03.2024", "1709251200", "2024-03-01T"})
  void whatIsNoTimeIsSaid(String text) {
    options.setUntil(text);

    read();

    assertThat(problems, contains(containsString("--until=" + text + " is no time such as")));
  }

  @Test
  void aRangeThatHoldsNothingIsSaid() {
    options.setSince("2024-03-01");
    options.setUntil("2024-03-01T00:00:00Z");

    read();

    assertThat(problems, contains(containsString("no event lies between")));
  }

  @Test
  void namesMayHoldCommasAndAnythingElse() {
    options.setEvents(" Order Placed , Checkout\\, step 2,[Amplitude] Page Viewed,,back\\slash");

    assertThat(
        read().only(),
        containsInAnyOrder(
            "Order Placed", "Checkout, step 2", "[Amplitude] Page Viewed", "back\\slash"));
    assertThat(problems, is(empty()));
  }

  @Test
  void aNameThatIsBothTakenAndLeftOutIsSaid() {
    options.setEvents("a,b");
    options.setExcludeEvents("b");

    read();

    assertThat(problems, contains("--events and --excludeEvents both name b"));
  }

  @Test
  void withoutOptionsAllIsTaken() {
    assertThat(read(), is(Selection.ALL));
  }

  private Selection read() {
    return SelectionReader.read(options, problems);
  }
}

package io.eventbackfill.persons;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;

import io.eventbackfill.model.Event.EventTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatestProfileTest {

  /** Each is later than the one before, for one thing. */
  private static final List<LatestProfile> IN_ORDER =
      List.of(
          profile(1, 9L, 9, "z", "{\"a\":9}"),
          profile(2, null, 9, "z", "{\"a\":9}"),
          profile(2, 1L, 9, "z", "{\"a\":9}"),
          profile(2, 2L, 1, "z", "{\"a\":9}"),
          profile(2, 2L, 2, "a", "{\"a\":9}"),
          profile(2, 2L, 2, "b", "{\"a\":1}"),
          profile(2, 2L, 2, "b", "{\"a\":2}"));

  @Test
  void theLatestIsTheSameWhicheverIsAskedFirst() {
    for (int i = 0; i < IN_ORDER.size(); i++) {
      for (int j = 0; j <= i; j++) {
        LatestProfile later = IN_ORDER.get(i);
        LatestProfile earlier = IN_ORDER.get(j);
        assertThat(LatestProfile.latest(later, earlier), is(later));
        assertThat(LatestProfile.latest(earlier, later), is(later));
      }
    }
  }

  @Test
  void whatIsMissingIsNeverTheLatest() {
    LatestProfile known = IN_ORDER.get(0);

    assertThat(LatestProfile.latest(known, null), is(known));
    assertThat(LatestProfile.latest(null, known), is(known));
    assertThat(LatestProfile.latest(null, null), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      value = {"-", "{}", "{ }", "[]", "7", "null", "\"text\""},
      nullValues = "-")
  void anEventWithoutPropertiesTellsNothing(@Nullable String properties) {
    LatestProfile known = IN_ORDER.get(0);

    LatestProfile after = LatestProfile.after(Told.event(99, "d", "u", null, properties), known);

    assertThat(after, is(sameInstance(known)));
  }

  @Test
  void anEarlierEventChangesNothing() {
    LatestProfile known = IN_ORDER.get(1);

    assertThat(
        LatestProfile.after(Told.event(1, "d", "u", null, "{\"a\":7}"), known),
        is(sameInstance(known)));
  }

  @Test
  void aLaterEventTellsAllOfItsProperties() {
    assertThat(
        LatestProfile.after(Told.event(7, "d", "u", null, "{\"b\":1.50}"), IN_ORDER.get(1)),
        is(profile(7, null, 0, "id-7", "{\"b\":1.50}")));
  }

  private static LatestProfile profile(
      long micros, @Nullable Long eventId, long uploaded, String identity, String properties) {
    return new LatestProfile(
        new EventTime(micros, eventId, uploaded), identity, Told.json(properties));
  }
}

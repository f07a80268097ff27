package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogSessionTest {
  @Test
  void aSessionIsAUuidThatHoldsItsStart() {
    UUID session = UUID.fromString(session(PostHogSample.MILLIS - 1000, PostHogSample.MILLIS));

    assertThat(session.version(), is(7));
    assertThat(session.variant(), is(2));
    assertThat(session.getMostSignificantBits() >>> 16, is(PostHogSample.MILLIS - 1000));
  }

  @Test
  void allEventsOfASessionNameItAlike() {
    long start = PostHogSample.MILLIS;

    assertThat(session(start, start + 80_000_000), is(session(start, start - 1000)));
    assertThat(session(start, start), not(session(start + 1, start)));
    assertThat(
        sample().of("device-2", "user-1").with("session_id", "" + start).property("$session_id"),
        not(sample().with("session_id", "" + start).property("$session_id")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "86400000, true",
    "86400001, false",
    "-86400000, true",
    "-86400001, false"
  })
  void anEventOverADayAwayIsInNoSession(long after, boolean inside) {
    PostHogSample sample =
        sample()
            .at(PostHogSample.MILLIS + after)
            .with("session_id", Long.toString(PostHogSample.MILLIS));

    assertThat(!sample.property("$session_id").equals("absent"), is(inside));
    assertThat(sample.notes(), is(inside ? List.of() : List.of("session-dropped:session_id")));
    assertThat(sample.property("$amplitude_session_id"), is(Long.toString(PostHogSample.MILLIS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "-1709251392501", "-9223372036854775808"})
  void noSessionIsNone(String id) {
    PostHogSample sample = sample().with("session_id", id);

    assertThat(sample.property("$session_id"), is("absent"));
    assertThat(sample.property("$amplitude_session_id"), is("absent"));
    assertThat(sample.notes(), is(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1709251392", "9223372036854775807", "17092513925010"})
  void anIdThatIsNoTimeIsNoSessionAndNoted(String id) {
    PostHogSample sample = sample().with("session_id", id);

    assertThat(sample.property("$session_id"), is("absent"));
    assertThat(sample.property("$amplitude_session_id"), is(id));
    assertThat(sample.notes(), is(List.of("session-dropped:session_id")));
  }

  @Test
  void inTheNewerFormTheSessionStandsOutside() {
    JsonNode sent =
        sample()
            .with("session_id", "" + PostHogSample.MILLIS)
            .rendered(PostHogIdentity.UUID, PostHogForm.V1);

    assertThat(UUID.fromString(sent.get("session_id").asText()).version(), is(7));
    assertThat(sent.get("properties").get("$session_id"), nullValue());
    assertThat(sent.get("options").toString(), is("{\"disable_skew_correction\":true}"));
  }

  private static String session(long start, long time) {
    return sample()
        .at(time)
        .with("session_id", Long.toString(start))
        .rendered()
        .get("properties")
        .get("$session_id")
        .asText();
  }

  private static PostHogSample sample() {
    return new PostHogSample();
  }
}

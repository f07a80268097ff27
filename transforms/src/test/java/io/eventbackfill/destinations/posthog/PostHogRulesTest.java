package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.DestinationContract;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostHog would refuse, change or misunderstand, and is not sent. */
class PostHogRulesTest {
  private static final Instant NOW = DestinationContract.NOW;
  private static final Instant OLD = Instant.parse("2024-03-01T12:00:00Z");

  private static Checked check(Event event, String... arguments) {
    return new PostHogDestination.Factory()
        .create(
            new Settings(
                Secret.of(DestinationContract.KEY), "us", Optional.empty(), 1000, 1_000_000, NOW),
            PipelineOptionsFactory.fromArgs(arguments).as(PostHogOptions.class),
            new ArrayList<>())
        .rules()
        .check(event);
  }

  private static Event event(
      String type, Instant time, @Nullable String device, @Nullable String user) {
    return new Event(
        "i",
        type,
        new EventTime(time.toEpochMilli() * 1000, null, 0),
        new Who(device, user, null),
        Map.of());
  }

  private static Reason reason(Checked checked) {
    assertThat(checked, is(instanceOf(Refused.class)));
    return ((Refused) checked).reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "\t",
        "null",
        "NULL ",
        "0",
        "'0'",
        "\"null\"",
        "undefined",
        "Undefined",
        "None",
        "none",
        "NaN",
        "nan",
        "NAN",
        "true",
        "FALSE",
        "Anonymous",
        "guest",
        "distinctid",
        "Distinct_ID",
        "id",
        "ID",
        "email",
        "not_authenticated",
        "[object Object]",
        "\"anonymous\"",
        "00000000-0000-0000-0000-000000000000",
        "anonymous-user",
        "backend",
        "system",
        "User",
        " leading",
        "trailing ",
        "\u00a0wide",
        "line\n",
        "a\0b",
        "\ud83d",
      })
  void anIdThatIsNoneIsRefusedAlone_andLeftOutBesideAnother(String id) {
    assertThat(reason(check(event("e", OLD, id, null))), is(Reason.MISSING_ID));
    assertThat(reason(check(event("e", OLD, null, id))), is(Reason.MISSING_ID));

    Kept byDevice = (Kept) check(event("e", OLD, "device-1", id));
    assertThat(byDevice.event().who().user(), is(nullValue()));
    assertThat(byDevice.notes(), contains(Note.ID_DROPPED.about("user_id")));
    Kept byUser = (Kept) check(event("e", OLD, id, "user-1"));
    assertThat(byUser.event().who().device(), is(nullValue()));
    assertThat(byUser.notes(), contains(Note.ID_DROPPED.about("device_id")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1", "00", "NONE", "Null", "\"", "''a", "users", "an id", "a@b.c", "日本", "😀", "\"0"
      })
  void idsThatOnlyLookLikeItAreKept(String id) {
    assertThat(check(event("e", OLD, null, id)), is(instanceOf(Kept.class)));
  }

  @Test
  void anIdIsNeverCut() {
    String most = "x".repeat(200);
    assertThat(check(event("e", OLD, null, most)), is(instanceOf(Kept.class)));
    assertThat(reason(check(event("e", OLD, null, most + "1"))), is(Reason.MISSING_ID));
    // The newer API counts bytes, so it is bytes for both.
    assertThat(check(event("e", OLD, null, "😀".repeat(50))), is(instanceOf(Kept.class)));
    assertThat(reason(check(event("e", OLD, null, "😀".repeat(51)))), is(Reason.MISSING_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "session_start, DERIVED_EVENT",
    "session_end, DERIVED_EVENT",
    "$identify, NOT_AN_EVENT",
    "$create_alias, NOT_AN_EVENT",
    "$merge_dangerously, NOT_AN_EVENT",
    "$groupidentify, NOT_AN_EVENT",
    "$set, NOT_AN_EVENT",
    "$performance_event, NOT_AN_EVENT",
    "' ', MISSING_EVENT_TYPE",
  })
  void aNameThatMeansSomethingElseIsNotSent(String name, Reason reason) {
    assertThat(reason(check(event(name, OLD, "d", null))), is(reason));
  }

  @Test
  void namesOfUsersAreKept() {
    assertThat(check(event("$pageview", OLD, "d", null)), is(instanceOf(Kept.class)));
    assertThat(check(event("$Identify", OLD, "d", null)), is(instanceOf(Kept.class)));
    assertThat(check(event("x".repeat(200), OLD, "d", null)), is(instanceOf(Kept.class)));
    assertThat(reason(check(event("x".repeat(201), OLD, "d", null))), is(Reason.INVALID_FIELD));
  }

  @Test
  void theMarksOfASessionAreSentOnRequest() {
    for (String name : new String[] {"session_start", "session_end"}) {
      assertThat(
          check(event(name, OLD, "d", null), "--keepSessionEvents=true"),
          is(instanceOf(Kept.class)));
    }
  }

  @Test
  void youngEventsAreHeldRefusedOrSentAsLive() {
    Event young = event("e", NOW.minus(Duration.ofMinutes(48 * 60 - 1)), "d", null);
    Event atTheEdge = event("e", NOW.minus(Duration.ofMinutes(48 * 60 + 1)), "d", null);
    Event old = event("e", NOW.minus(Duration.ofHours(49)), "d", null);
    for (Event event : new Event[] {young, atTheEdge}) {
      assertThat(reason(check(event)), is(Reason.TOO_YOUNG));
      assertThat(reason(check(event, "--youngEvents=refuse")), is(Reason.LIVE_EVENT));
      Kept live = (Kept) check(event, "--youngEvents=live");
      assertThat(live.notes(), contains(Note.SENT_AS_LIVE.plain()));
    }
    for (String policy : new String[] {"hold", "refuse", "live"}) {
      Kept kept = (Kept) check(old, "--youngEvents=" + policy);
      assertThat(kept.notes().isEmpty(), is(true));
    }
  }

  @Test
  void noEventIsStoredUnderAnotherTime() {
    Instant soon = NOW.plus(Duration.ofHours(22));
    assertThat(
        check(event("e", soon, "d", null), "--youngEvents=live"), is(instanceOf(Kept.class)));
    assertThat(
        reason(check(event("e", soon.plusMillis(1), "d", null), "--youngEvents=live")),
        is(Reason.INVALID_FIELD));
    Instant first = Instant.parse("0000-01-01T00:00:00Z");
    assertThat(check(event("e", first, "d", null)), is(instanceOf(Kept.class)));
    assertThat(
        reason(check(event("e", first.minusMillis(1), "d", null))), is(Reason.INVALID_FIELD));
  }
}

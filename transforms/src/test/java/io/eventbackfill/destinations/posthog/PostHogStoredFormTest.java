package io.eventbackfill.destinations.posthog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import io.eventbackfill.verification.Comparison;
import io.eventbackfill.verification.Comparison.Group;
import io.eventbackfill.verification.Difference;
import io.eventbackfill.verification.Imprint;
import io.eventbackfill.verification.Imprinter;
import io.eventbackfill.verification.Scope;
import io.eventbackfill.verification.Verification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as PostHog gives them, beside events as they were sent. */
class PostHogStoredFormTest {
  private static final PostHogStoredForm FORM = new PostHogStoredForm("load");
  private static final String ID = "123e4567-e89b-42d3-a456-426614174000";

  private static String sentBody(String event, String distinctId, String time) {
    return """
        {"event":"%s","distinct_id":"%s","timestamp":"%s","uuid":"%s","properties":{"a":1}}"""
        .formatted(event, distinctId, time, ID);
  }

  private static Imprint sent(String body) {
    return print(
        "the event's own identity", 1_709_294_400_123_000L, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Imprint stored(String event, String distinctId, String time) {
    Kept kept =
        (Kept)
            map(
                "{'uuid':'%s','event':'%s','distinct_id':'%s','timestamp':'%s','event_backfill_run':'load'}"
                    .formatted(ID, event, distinctId, time));
    Event row = kept.event();
    return print(row.identity(), row.time().micros(), FORM.body(row).get().array());
  }

  private static Imprint print(String identity, long micros, byte[] body) {
    return new Imprinter(FORM)
        .of(
            new QueuedEvent(
                identity,
                new EventTime(micros, null, 0),
                new Who(null, null, null),
                "",
                new Origin("file", null, 1),
                Bytes.of(body)));
  }

  private static Checked map(String row) {
    try {
      Map<String, JsonValue> fields =
          JsonValue.parseObject(row.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      return FORM.mapping().map(new SourceRow(new Origin("file", null, 1), fields));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(row, e);
    }
  }

  private static String compared(List<Imprint> sent, Imprint... stored) {
    Verification found = new Verification();
    new Comparison(FORM, new Scope(List.of(), Selection.ALL))
        .compare(new Group(sent, List.of(), Arrays.asList(stored)), found);
    Map<String, Long> differences = new TreeMap<>();
    for (Difference difference : Difference.values()) {
      differences.put(difference.code(), found.events(difference));
    }
    differences.values().removeIf(n -> n == 0);
    return differences + " " + found.changedFields().keySet();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sign Up | u | 2024-03-01T12:00:00.123000Z     | {} []",
        "Sign Up | u | 2024-03-01T13:00:00.123+01:00   | {} []",
        "Sign Up | u | 2024-03-01 12:00:00.123000      | {} []",
        "Sign Up | u | 2024-03-01T12:00:00.123456Z     | {changed=1} [timestamp]",
        "Sign Up | u | 2024-03-01T12:00:00Z            | {changed=1} [timestamp]",
        "Other   | u | 2024-03-01T12:00:00.123Z        | {changed=1} [event]",
        "Sign Up | v | 2024-03-01T12:00:00.123Z        | {changed=1} [distinct_id]",
      })
  void nothingThatIsComparedMayDiffer(String event, String distinctId, String time, String found) {
    List<Imprint> one = List.of(sent(sentBody("Sign Up", "u", "2024-03-01T12:00:00.123Z")));

    assertThat(compared(one, stored(event, distinctId, time)), is(found));
  }

  @Test
  void theUuidIsTheIdentity() {
    String body = sentBody("Sign Up", "u", "2024-03-01T12:00:00.123Z");

    assertThat(sent(body).identity(), is(ID));
    assertThat(stored("Sign Up", "u", "2024-03-01T12:00:00.123Z").identity(), is(ID));
  }

  @Test
  void oneUuidOnTwoDaysIsStoredTwiceForGood() {
    List<Imprint> one = List.of(sent(sentBody("Sign Up", "u", "2024-03-01T12:00:00.123Z")));

    assertThat(
        compared(
            one,
            stored("Sign Up", "u", "2024-03-01T12:00:00.123Z"),
            stored("Sign Up", "u", "2024-03-02T12:00:00.123Z")),
        is("{doubled=1} []"));
    assertThat(
        "the same row in two files",
        compared(
            one,
            stored("Sign Up", "u", "2024-03-01T12:00:00.123Z"),
            stored("Sign Up", "u", "2024-03-01T12:00:00.123000Z")),
        is("{} []"));
  }

  @Test
  void ofTwoTimesThatWereSentTheLastIsKept() {
    Imprint early =
        print(
            "i",
            1_709_294_400_123_000L,
            sentBody("Sign Up", "u", "2024-03-01T12:00:00.123Z").getBytes(StandardCharsets.UTF_8));
    Imprint late =
        print(
            "i",
            1_709_294_400_124_000L,
            sentBody("Sign Up", "u", "2024-03-01T12:00:00.124Z").getBytes(StandardCharsets.UTF_8));

    assertThat(
        compared(List.of(late, early), stored("Sign Up", "u", "2024-03-01T12:00:00.124Z")),
        is("{} []"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'event_backfill_run':'load'                              | KEPT",
        "'properties':{'event_backfill_run':'load'}               | KEPT",
        "'properties':'{\\'event_backfill_run\\':\\'load\\'}'     | KEPT",
        "'event_backfill_run':'another'                           | FILTERED",
        "'properties':{'a':1}                                     | FILTERED",
        "'properties':'not an object'                             | FILTERED",
        "'properties':7                                           | FILTERED",
        "'a':1                                                    | FILTERED",
      })
  void onlyEventsOfTheLoadAreTaken(String label, String outcome) {
    Checked mapped =
        map(
            "{'uuid':'%s','event':'e','distinct_id':'d','timestamp':'2024-03-01T12:00:00Z',%s}"
                .formatted(ID, label));

    assertThat(mapped instanceof Refused refused ? refused.reason().name() : "KEPT", is(outcome));
  }

  @ParameterizedTest
  @CsvSource({"$identify", "$set", "event_backfill_canary"})
  void whatIsMadeOfAllEventsTogetherIsOnNeitherSide(String event) {
    Checked mapped =
        map(
            "{'uuid':'%s','event':'%s','distinct_id':'d','timestamp':'2024-03-01T12:00:00Z','event_backfill_run':'load'}"
                .formatted(ID, event));

    assertThat(mapped, is(Refused.because(Reason.FILTERED)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'event':'e','distinct_id':'d','timestamp':'2024-03-01T12:00:00Z'          | uuid",
        "'uuid':'i','distinct_id':'d','timestamp':'2024-03-01T12:00:00Z'           | event",
        "'uuid':'i','event':'e','timestamp':'2024-03-01T12:00:00Z'                 | distinct_id",
        "'uuid':'i','event':'e','distinct_id':'d'                                  | timestamp",
        "'uuid':'i','event':'e','distinct_id':'d','timestamp':'soon'               | timestamp",
        "'uuid':'i','event':'e','distinct_id':'d','timestamp':1709294400           | timestamp",
      })
  void aRowThatIsNoEventIsSaidNotToBeRead(String row, String field) {
    Refused refused = (Refused) map("{" + row + "}");

    assertThat(refused.reason(), is(Reason.INVALID_ROW));
    assertThat(refused.field(), is(field));
  }
}

package io.eventbackfill.validation;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {
  private static final Set<String> INVALID = Set.of("Anonymous", "undefined", "lmy47d", "0");
  private static final UsableIds IDS = new UsableIds(5, 10, INVALID);

  private static final String LISTED = "is on the destination's list of values that are no ids";
  private static final String SHORT = "has 4 characters, the destination wants at least 5";
  private static final String LONG = "has 11 characters, the destination takes at most 10";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "device-1, user-1",
        "12345, -",
        "-, 1234567890",
        "device-1, ' four'",
        "unknown, -",
        "-, ünïcö",
      })
  void eventsWithUsableIdsAreKept(String device, String user) {
    Event event = event(new Who(device, user, "m"));

    Kept kept = (Kept) IDS.check(event);

    assertThat(kept.event(), sameInstance(event));
    assertThat(kept.notes(), equalTo(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1234", "12345678901", "anonymous", "ANONYMOUS", "Undefined", "LMY47D", "0"})
  void anUnusableIdBesideAUsableOneIsDropped(String bad) {
    assertThat(
        IDS.check(event(new Who("device-1", bad, "m"))),
        equalTo(dropped(new Who("device-1", null, "m"), "user_id")));
    assertThat(
        IDS.check(event(new Who(bad, "user-1", "m"))),
        equalTo(dropped(new Who(null, "user-1", "m"), "device_id")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"123456\ud800", "\udc00123456", "\ud800\ud800\udc00345", "12345\ude00\ud83d"})
  void halfASurrogatePairIsNoPartOfAnId(String bad) {
    assertThat(
        IDS.check(event(new Who("device-1", bad, null))),
        equalTo(dropped(new Who("device-1", null, null), "user_id")));
  }

  @Test
  void aWholePairIsTwoCharacters() {
    assertThat(
        IDS.check(event(new Who("123\ud83d\ude00", null, null))) instanceof Kept, equalTo(true));
    assertThat(
        IDS.check(event(new Who("\ud83d\ude00\ud83d\ude00", null, null))),
        equalTo(new Refused(Reason.MISSING_ID, "device_id", "device_id " + SHORT)));
  }

  @Test
  void withoutAUsableIdAnEventIsRefused() {
    assertThat(
        IDS.check(event(new Who(null, null, "m"))), equalTo(Refused.because(Reason.MISSING_ID)));
    assertThat(
        IDS.check(event(new Who(null, "1234", null))),
        equalTo(new Refused(Reason.MISSING_ID, "user_id", "user_id " + SHORT)));
    assertThat(
        IDS.check(event(new Who("12345678901", null, null))),
        equalTo(new Refused(Reason.MISSING_ID, "device_id", "device_id " + LONG)));
    assertThat(
        IDS.check(event(new Who("1234", "0", null))),
        equalTo(
            new Refused(
                Reason.MISSING_ID, "device_id", "device_id " + SHORT + "; user_id " + LISTED)));
    assertThat(
        IDS.check(event(new Who("", null, null))),
        equalTo(new Refused(Reason.MISSING_ID, "device_id", "device_id is empty")));
    assertThat(
        IDS.check(event(new Who(null, "12345\ud800", null))),
        equalTo(new Refused(Reason.MISSING_ID, "user_id", "user_id is not valid Unicode")));
  }

  /** HTTP V2 API: a lower least length does not make the listed values ids. */
  @Test
  void theListHoldsWhateverTheLeastLength() {
    assertThat(
        new UsableIds(1, 1024, INVALID).check(event(new Who("0", null, null))),
        equalTo(new Refused(Reason.MISSING_ID, "device_id", "device_id " + LISTED)));
  }

  @Test
  void lengthsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new UsableIds(-1, 5, Set.of()));
    assertThrows(IllegalArgumentException.class, () -> new UsableIds(6, 5, Set.of()));
    assertThrows(IllegalArgumentException.class, () -> new UsableIds(0, 0, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {Attributes.EVENT_PROPERTIES, Attributes.USER_PROPERTIES, Attributes.GROUPS})
  void deeperThanTheLimitIsRefusedByFieldName(String field) throws Exception {
    EventRule rule = new DepthLimit(3);
    Event fits = event(Map.of(field, json("{\"a\":[{}],\"b\":1}")));
    Event tooDeep = event(Map.of(field, json("{\"a\":[{\"b\":[]}]}")));

    assertThat(rule.check(fits), equalTo(Checked.kept(fits)));
    assertThat(
        rule.check(tooDeep),
        equalTo(
            new Refused(
                Reason.TOO_DEEP, field, field + " is nested 4 deep, the destination takes 3")));
  }

  @Test
  void longTypesAreRefused() {
    EventRule rule = new EventTypeLength("event".length());

    assertThat(rule.check(event(Map.of())), equalTo(Checked.kept(event(Map.of()))));
    assertThat(
        new EventTypeLength(4).check(event(Map.of())),
        equalTo(
            new Refused(
                Reason.INVALID_FIELD,
                "event_type",
                "event_type has 5 characters, the destination takes 4")));
  }

  @Test
  void longStringsAreNotedByFieldAndKept() throws Exception {
    Event event =
        event(
            Map.of(
                Attributes.EVENT_PROPERTIES, json("{\"a\":[{\"b\":\"12345\"}]}"),
                Attributes.USER_PROPERTIES, json("{\"long name\":\"1234\",\"n\":123456}"),
                Attributes.CITY, json("\"1234\"")));

    Kept kept = (Kept) new LongStrings(4).check(event);

    assertThat(kept.event(), sameInstance(event));
    assertThat(kept.notes(), equalTo(List.of(Note.LONG_STRING.about(Attributes.EVENT_PROPERTIES))));
  }

  @Test
  void theFirstRefusalEndsItAndNotesAddUp() {
    EventRules rules = new EventRules(List.of(IDS, new LongStrings(4), new EventTypeLength(5)));
    Event event =
        new Event(
            "i",
            "event",
            new EventTime(0, null, 0),
            new Who("device-1", "0", null),
            Map.of(Attributes.CITY, JsonValue.of("12345")));

    Kept kept = (Kept) rules.check(event);

    assertThat(kept.event().who(), equalTo(new Who("device-1", null, null)));
    assertThat(
        kept.notes(),
        equalTo(List.of(Note.ID_DROPPED.about("user_id"), Note.LONG_STRING.about("city"))));
    assertThat(
        ((Refused) rules.check(event.withWho(new Who(null, null, null)))).reason(),
        equalTo(Reason.MISSING_ID));
  }

  @Test
  void rulesTravelToWorkers() throws Exception {
    EventRules rules =
        new EventRules(
            List.of(IDS, new LongStrings(4), new EventTypeLength(5), new DepthLimit(40)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(rules);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject(), equalTo(rules));
    }
  }

  private static Kept dropped(Who left, String field) {
    return new Kept(event(left), List.of(Note.ID_DROPPED.about(field)));
  }

  private static Event event(Who who) {
    return new Event("i", "event", new EventTime(0, null, 0), who, Map.of());
  }

  private static Event event(Map<String, JsonValue> attributes) {
    return event(new Who("device-1", null, null)).withAttributes(attributes);
  }

  private static JsonValue json(String text) throws MalformedJsonException {
    return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}

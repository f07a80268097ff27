package io.eventbackfill.planning;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.coders.CensusCoder;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CensusTest {
  private static final Instant NOW = Instant.parse("2024-03-31T12:00:00Z");

  private final Census census = Census.at(NOW);

  @Test
  void ofNothingItSaysNothing() {
    assertThat(census.isEmpty(), is(true));
    assertThat(census.totals().events(), equalTo(Share.NONE));
    assertThat(census.totals().events().times().isEmpty(), is(true));
    assertThat(census.devices().count(), is(0L));
    assertThat(census.users().isExact(), is(true));
    assertThat(census.days().kept().isEmpty(), is(true));
  }

  @Test
  void oneEventIsAllThereIs() {
    census.add(event("a", "2024-03-01T23:59:59.999Z", "device", "user"), true);

    long time = Instant.parse("2024-03-01T23:59:59.999Z").toEpochMilli();
    Share one = new Share(1, new Span(time, time));
    assertThat(census.isEmpty(), is(false));
    assertThat(census.totals(), equalTo(new Census.Totals(one, 1, 0, 0, 1)));
    assertThat(census.types().kept(), equalTo(Map.of("a", one)));
    assertThat(
        census.days().kept(), equalTo(Map.of(LocalDate.parse("2024-03-01").toEpochDay(), one)));
    assertThat(census.devices().count(), is(1L));
    assertThat(census.users().count(), is(1L));
  }

  @Test
  void aDayIsOneOfUtcEvenBefore1970() {
    census.add(event("a", "1969-12-31T23:59:59.999Z", "device", null), true);
    census.add(event("a", "1970-01-01T00:00:00Z", "device", null), true);

    assertThat(census.days().kept().keySet(), contains(-1L, 0L));
  }

  @Test
  void youngIsWhatIsLessThanThirtyDaysOldAndNotOfTheFuture() {
    for (String time :
        List.of(
            "2024-03-01T12:00:00Z",
            "2024-03-01T12:00:00.001Z",
            "2024-03-31T12:00:00Z",
            "2024-03-31T12:00:00.001Z",
            "2031-01-01T00:00:00Z")) {
      census.add(event("a", time, "device", null), true);
    }

    assertThat(census.totals().young(), is(2L));
    assertThat(census.totals().future(), is(2L));
  }

  @Test
  void onlyEventsThatCarryUserPropertiesCountAsThose() {
    for (String properties : List.of("{\"plan\":null}", "{}", "{ }", "null", "[1]")) {
      census.add(with(Map.of(Attributes.USER_PROPERTIES, json(properties))), true);
    }
    census.add(with(Map.of(Attributes.EVENT_PROPERTIES, json("{\"a\":1}"))), true);

    assertThat(census.totals().withUserProperties(), is(1L));
  }

  @Test
  void whatIsNotBilledIsCountedAllTheSame() {
    census.add(with(Map.of()), false);
    census.add(with(Map.of()), true);

    assertThat(census.totals().billed(), is(1L));
    assertThat(census.totals().events().count(), is(2L));
  }

  @Test
  void ofTooManyTypesTheFirstByNameAreToldApartAndNoEventIsLost() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < Census.MOST_TYPES + 500; i++) {
      String type = "type-%05d".formatted(i);
      events.add(event(type, "2024-03-01T00:00:00Z", "device", null));
      events.add(event(type, "2024-03-02T00:00:00Z", "device", null));
    }
    Collections.shuffle(events, new Random(3));
    events.forEach(event -> census.add(event, true));

    assertThat(census.types().kept().size(), is(Census.MOST_TYPES));
    assertThat(census.types().kept().lastKey(), is("type-01999"));
    assertThat(census.types().kept().get("type-01999").count(), is(2L));
    assertThat(census.types().others().count(), is(1_000L));
  }

  @Test
  void daysWithoutEndAreAddedUp() {
    for (long day = 0; day < Census.MOST_DAYS + 10L; day++) {
      Instant time = Instant.EPOCH.plus(Duration.ofDays(day));
      census.add(event("a", time.toString(), "device", null), true);
    }

    assertThat(census.days().kept().size(), is(Census.MOST_DAYS));
    assertThat(census.days().others().count(), is(10L));
  }

  @Test
  void hostileNamesAreNames() {
    String script = "<script>alert(\"x\")</script>\n\u202e\u0000";
    census.add(event(script, "2024-03-01T00:00:00Z", "device", null), true);
    census.add(event("half a pair \ud83d", "2024-03-01T00:00:00Z", "device", null), true);

    assertThat(census.types().kept().keySet(), contains(script, "half a pair ?"));
    assertThat(bytes(decoded(census)), equalTo(bytes(census)));
  }

  @Test
  void manyDevicesAreEstimatedAndItSaysSo() {
    int devices = 5 * Census.EXACT_IDS;
    for (int i = 0; i < devices; i++) {
      census.add(event("a", "2024-03-01T00:00:00Z", "device-" + i, "user-" + i % 1_000), true);
    }

    assertThat(census.devices().isExact(), is(false));
    assertThat((double) census.devices().count(), closeTo(devices, devices * 0.02));
    assertThat(census.users().isExact(), is(true));
    assertThat(census.users().count(), is(1_000L));
    assertThat("bounded", bytes(census).length(), lessThan(300_000));
  }

  @Test
  void exactlyAsManyDevicesAsItPromisesAreCountedExactly() {
    for (int i = 0; i < Census.EXACT_IDS; i++) {
      census.add(event("a", "2024-03-01T00:00:00Z", "device-" + i, null), true);
    }
    assertThat(census.devices().isExact(), is(true));
    assertThat(census.devices().count(), is((long) Census.EXACT_IDS));

    census.add(event("a", "2024-03-01T00:00:00Z", "one more", null), true);
    assertThat(census.devices().isExact(), is(false));
  }

  /** With more types, devices and examples than are told apart. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void partsMakeTheSameWholeInAnyOrderAndGrouping(long seed) {
    Random random = new Random(seed);
    List<Object> rows = rows(random, seed % 2 == 0 ? 400 : 90_000);
    Census whole = census(rows);

    Collections.shuffle(rows, random);
    List<Census> parts = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + random.nextInt(rows.size() / 3 + 1));
      parts.add(census(rows.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      Census one = parts.remove(random.nextInt(parts.size()));
      Census other = parts.remove(random.nextInt(parts.size()));
      one.merge(random.nextBoolean() ? other : decoded(other));
      parts.add(one);
    }

    assertThat(bytes(parts.get(0)), equalTo(bytes(whole)));
  }

  @Test
  void partsOfAnotherTimeAreRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> census.merge(Census.at(NOW.plusMillis(1))));
    assertThat(e.getMessage(), containsString("2024-03-31T12:00:00.001Z"));
  }

  @Test
  void itTravels() {
    List<Object> rows = rows(new Random(9), 300);
    Census some = census(rows);

    assertThat(bytes(SerializableUtils.clone(some)), equalTo(bytes(some)));
  }

  private static Census census(List<Object> rows) {
    Census census = Census.at(NOW);
    for (Object row : rows) {
      if (row instanceof Event event) {
        census.add(event, event.type().length() % 2 == 0);
      } else if (row instanceof SetAside skipped) {
        census.addSkipped(skipped);
      }
    }
    return census;
  }

  private static List<Object> rows(Random random, int count) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String time = NOW.minusSeconds(random.nextInt(50_000_000) - 1_000_000).toString();
      String user = random.nextBoolean() ? null : "user-" + random.nextInt(count);
      String type = "t".repeat(1 + random.nextInt(3)) + random.nextInt(1_500);
      rows.add(event(type, time, "device-" + random.nextInt(count), user));
      if (random.nextInt(20) == 0) {
        Reason reason = random.nextBoolean() ? Reason.BLANK_LINE : Reason.OUTSIDE_RANGE;
        Origin origin = new Origin("file-" + random.nextInt(3), null, i);
        rows.add(new SetAside(origin, Refused.because(reason), "", null, null, Bytes.of("row")));
      }
    }
    return rows;
  }

  private static Event event(String type, String time, String device, String user) {
    EventTime when = new EventTime(Instant.parse(time).toEpochMilli() * 1_000, null, 0);
    return new Event("id", type, when, new Who(device, user, null), Map.of());
  }

  private static Event with(Map<String, JsonValue> attributes) {
    return event("a", "2024-03-01T00:00:00Z", "device", null).withAttributes(attributes);
  }

  private static JsonValue json(String text) {
    JsonValue value = JsonValue.parseText(text);
    if (value == null) {
      throw new AssertionError(text);
    }
    return value;
  }

  private static Bytes bytes(Census census) {
    try {
      return Bytes.of(CoderUtils.encodeToByteArray(CensusCoder.of(), census));
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private static Census decoded(Census census) {
    try {
      return CoderUtils.decodeFromByteArray(CensusCoder.of(), bytes(census).array());
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }
}

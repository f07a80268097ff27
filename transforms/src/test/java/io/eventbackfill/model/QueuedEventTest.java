package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuedEventTest {
  private static final Origin ORIGIN = new Origin("f", "m", 5);
  private static final Who WHO = new Who("device-1", null, null);

  /** From the first to the last; each differs from its neighbour where the name says. */
  private static final List<QueuedEvent> IN_ORDER =
      List.of(
          event(-2_000_001, 9L, 9, "z"),
          event(-2_000_000, 9L, 9, "z"),
          event(999, 9L, 9, "z"),
          // Within a millisecond, microseconds tell.
          event(1_000, null, 9, "z"),
          // No counter stands before the smallest one.
          event(1_000, Long.MIN_VALUE, 9, "z"),
          event(1_000, -1L, 9, "z"),
          event(1_000, 2L, 9, "z"),
          event(1_000, 10L, 0, "z"),
          event(1_000, 10L, 9, "a"),
          event(1_000, 10L, 9, "b"),
          withBody("b", 0x01),
          withBody("b", 0x7f),
          // Bytes have no sign.
          withBody("b", 0x80),
          from(new Origin("e", null, 9)),
          from(new Origin("f", null, 1)),
          from(new Origin("f", null, 2)),
          from(new Origin("f", null, 10)),
          from(new Origin("f", "m", 1)));

  @Test
  void theOrderIsTotal() {
    for (int i = 0; i < IN_ORDER.size(); i++) {
      assertThat(compare(i, i), is(0));
      for (int j = i + 1; j < IN_ORDER.size(); j++) {
        assertThat(i + " before " + j, compare(i, j), is(lessThan(0)));
        assertThat(i + " before " + j, -compare(j, i), is(lessThan(0)));
      }
    }
  }

  @Test
  void sortingGivesOneOrderWhateverStoodFirst() {
    Random random = new Random(42);
    for (int i = 0; i < 50; i++) {
      List<QueuedEvent> events = new ArrayList<>(IN_ORDER);
      Collections.shuffle(events, random);
      events.sort(QueuedEvent.ORDER);
      assertThat(events, equalTo(IN_ORDER));
    }
  }

  @Test
  void copiesOfOneEventAreCopiesWhereverTheyComeFrom() {
    QueuedEvent here = event(1_000, 1L, 1, "same");
    QueuedEvent there =
        new QueuedEvent(
            "same",
            new EventTime(2_000, 3L, 4),
            new Who("device-1", "user-1", null),
            "d:device-1",
            new Origin("other", null, 99),
            Bytes.of("{}"));

    assertThat(here.duplicateKey(), equalTo(there.duplicateKey()));
  }

  @ParameterizedTest
  @CsvSource({
    // an identity that is unique for one device only
    "device-1,       , signup:2, device-2,       , signup:2, false",
    "device-1, user-1, signup:2, device-1, user-2, signup:2, true",
    "        , user-1, signup:2,         , user-1, signup:2, true",
    "        , user-1, signup:2,         , user-2, signup:2, false",
    // a user and a device of one name
    "same-id,        , signup:2,         , same-id, signup:2, false",
    "device-1,       , signup:2, device-1,       , signup:3, false"
  })
  void anIdentityCountsWithinItsDevice(
      String device, String user, String id, String device2, String user2, String id2, boolean eq) {
    boolean equal =
        withIds(device, user, id)
            .duplicateKey()
            .equals(withIds(device2, user2, id2).duplicateKey());

    assertThat(equal, is(eq));
  }

  @Test
  void logsNeverSeeWhatAnEventHolds() {
    QueuedEvent event = withIds("device-1", "jo@example.org", "insert-1");

    assertThat(event.toString(), equalTo("event of f!/m:5"));
    assertThat(event.body().toString(), not(containsString("secret")));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 0", "1000, 1", "-1, -1", "-999, -1", "-1000, -1", "-1001, -2"})
  void millisecondsAreRoundedDown(long micros, long millis) {
    assertThat(new EventTime(micros, null, 0).millis(), is(millis));
  }

  private static int compare(int i, int j) {
    return QueuedEvent.ORDER.compare(IN_ORDER.get(i), IN_ORDER.get(j));
  }

  private static QueuedEvent event(long micros, Long eventId, long uploaded, String identity) {
    return new QueuedEvent(
        identity,
        new EventTime(micros, eventId, uploaded),
        WHO,
        "d:device-1",
        ORIGIN,
        Bytes.of(new byte[0]));
  }

  private static QueuedEvent withBody(String identity, int... bytes) {
    byte[] body = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      body[i] = (byte) bytes[i];
    }
    return new QueuedEvent(
        identity, new EventTime(1_000, 10L, 9), WHO, "d:device-1", ORIGIN, Bytes.of(body));
  }

  private static QueuedEvent from(Origin origin) {
    return new QueuedEvent(
        "c", new EventTime(1_000, 10L, 9), WHO, "d:device-1", origin, Bytes.of("same"));
  }

  private static QueuedEvent withIds(String device, String user, String identity) {
    return new QueuedEvent(
        identity,
        new EventTime(0, null, 0),
        new Who(device, user, null),
        "key",
        ORIGIN,
        Bytes.of("secret"));
  }
}

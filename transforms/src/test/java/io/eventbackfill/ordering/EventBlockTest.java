package io.eventbackfill.ordering;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventBlockTest {
  private static final Origin ORIGIN = new Origin("exports/a.zip", "a_0#0.json.gz", 17);
  private static final EventTime TIME = new EventTime(1_751_387_694_837_123L, 135L, 7);
  private static final Who WHO = new Who("device-1", "user-1", null);

  static List<QueuedEvent> events() {
    return List.of(
        new QueuedEvent("id", TIME, WHO, "d:device-1", ORIGIN, Bytes.of("{\"a\":1}")),
        new QueuedEvent("id", TIME, WHO, "u:user-1", ORIGIN, Bytes.of("{}")),
        new QueuedEvent("id", TIME, WHO, "a:5000001", ORIGIN, Bytes.of("{}")),
        // as long as a key of the device's would be, and begins like one
        new QueuedEvent("id", TIME, WHO, "d:device-2", ORIGIN, Bytes.of("{}")),
        new QueuedEvent("", TIME, WHO, "", new Origin("", null, 0), Bytes.of("")),
        new QueuedEvent("id", TIME, WHO, "key", new Origin("exports/a.zip", null, 1), Bytes.of("")),
        with(new EventTime(0, null, 0)),
        with(new EventTime(0, 0L, 0)),
        with(new EventTime(-1, 0L, 0)),
        with(new EventTime(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE)),
        with(new EventTime(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)),
        with(new EventTime(-62_135_596_800_000_000L, -1L, -1)),
        with(new Who("device-1", null, null)),
        with(new Who(null, "device-1", null)),
        with(new Who("", "", null)),
        with(new Who("日本", "😀 é", null)),
        new QueuedEvent("id", TIME, WHO, "key", ORIGIN, Bytes.of("x".repeat(1_000_000))),
        new QueuedEvent("id", TIME, WHO, "key", ORIGIN, Bytes.of(new byte[] {(byte) 0xff, 0})));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventComesBackAsItWas(QueuedEvent event) {
    EventBlock block = block(List.of(event));

    assertThat(block.events(), contains(event));
    assertThat(block.millis(block.first()), is(event.time().millis()));
  }

  @Test
  void allEventsOfABlockComeBackInTheOrderTheyWereAdded() {
    EventBlock block = EventBlock.of(block(events()).bytes());

    assertThat(block.events(), equalTo(events()));
  }

  @Test
  void aCopyFromAnotherBlockIsTheSameEvent() {
    EventBlock first = block(events());
    EventBlock.Builder builder = new EventBlock.Builder();
    builder.add(new QueuedEvent("id", TIME, WHO, "key", new Origin("b", null, 1), Bytes.of("")));
    for (int at = first.first(); first.has(at); at = first.after(at)) {
      builder.add(first, at);
    }

    List<QueuedEvent> copied = builder.build().events();

    assertThat(copied.subList(1, copied.size()), equalTo(events()));
  }

  @Test
  void theBuilderBeginsAnewWithEveryBlock() {
    EventBlock.Builder builder = new EventBlock.Builder();
    builder.add(events().get(0));
    EventBlock first = builder.build();
    assertThat(builder.isEmpty(), is(true));
    builder.add(events().get(0));

    assertThat(builder.build(), equalTo(first));
  }

  @Test
  void theNameOfAFileTravelsOnceForAllItsEvents() {
    String name = "exports/" + "x".repeat(500);
    EventBlock.Builder builder = new EventBlock.Builder();
    for (int row = 1; row <= 100; row++) {
      Origin origin = new Origin(name, null, row);
      builder.add(new QueuedEvent("id", TIME, WHO, "d:device-1", origin, Bytes.of("")));
    }

    assertThat(builder.build().bytes().length, is(lessThan(name.length() + 100 * 60)));
  }

  @Test
  void theMergedIdHasDoneItsWorkAndStaysBehind() {
    QueuedEvent event = with(new Who("device-1", null, "1263130950579"));

    assertThat(block(List.of(event)).events().get(0).who().mergedId(), nullValue());
  }

  @Test
  void blocksAreEqualIfTheirEventsAre() {
    assertThat(block(events()), equalTo(block(events())));
    assertThat(block(events()).hashCode(), is(block(events()).hashCode()));
    assertThat(block(events()), not(equalTo(block(events().subList(1, 3)))));
  }

  private static EventBlock block(List<QueuedEvent> events) {
    EventBlock.Builder builder = new EventBlock.Builder();
    events.forEach(builder::add);
    return builder.build();
  }

  private static QueuedEvent with(EventTime time) {
    return new QueuedEvent("id", time, WHO, "key", ORIGIN, Bytes.of("{}"));
  }

  private static QueuedEvent with(Who who) {
    return new QueuedEvent("id", TIME, who, "key", ORIGIN, Bytes.of("{}"));
  }
}

package io.eventbackfill.delivery;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events as they wait in a lane, with bodies written by hand: number n happened n milliseconds
 * after the first, has the identity {@code i-n} and stands in row n + 1.
 */
final class Queued {
  private static final long START = 1_751_387_694_000L;

  private Queued() {}

  static QueuedEvent event(int number, String device) {
    return event(number, device, null);
  }

  static QueuedEvent event(int number, @Nullable String device, @Nullable String user) {
    return event(number, device, user, "");
  }

  /** An event that Amplitude refuses: its session is a text. */
  static QueuedEvent poison(int number, String device) {
    return event(number, device, null, ",\"session_id\":\"none\"");
  }

  /** An event with so many bytes of properties. */
  static QueuedEvent large(int number, String device, int bytes) {
    String filler = ",\"event_properties\":{\"p\":\"" + "x".repeat(bytes) + "\"}";
    return event(number, device, null, filler);
  }

  private static QueuedEvent event(
      int number, @Nullable String device, @Nullable String user, String more) {
    long millis = START + number;
    String body =
        "{\"insert_id\":\"i-%d\",\"event_type\":\"e\",\"time\":%d".formatted(number, millis)
            + (device == null ? "" : ",\"device_id\":\"" + device + "\"")
            + (user == null ? "" : ",\"user_id\":\"" + user + "\"")
            + more
            + "}";
    Who who = new Who(device, user, null);
    return new QueuedEvent(
        "i-" + number,
        new EventTime(millis * 1000, null, 0),
        who,
        OrderBy.DEVICE_ID.key(who),
        new Origin("export.json.gz", null, number + 1L),
        Bytes.of(body));
  }

  /** The same event with another order key. */
  static QueuedEvent orderedBy(OrderBy order, QueuedEvent event) {
    return new QueuedEvent(
        event.identity(),
        event.time(),
        event.who(),
        order.key(event.who()),
        event.origin(),
        event.body());
  }

  /** Events 0 to {@code count - 1}. */
  static List<QueuedEvent> events(int count, IntFunction<QueuedEvent> event) {
    return IntStream.range(0, count).mapToObj(event).toList();
  }

  /** Events spread over so many devices, one after the other. */
  static List<QueuedEvent> spread(int count, int devices) {
    return events(count, n -> event(n, "device-" + n % devices));
  }
}

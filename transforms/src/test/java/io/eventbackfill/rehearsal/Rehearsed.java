package io.eventbackfill.rehearsal;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Destination.Settings;
import io.eventbackfill.delivery.LookAhead;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.destinations.amplitude.AmplitudeDestination;
import io.eventbackfill.emulators.amplitude.AmplitudeEmulator;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.DailyQuota;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** A rehearsal of one lane, and what came of its events. */
final class Rehearsed {
  private static final long START = 1_751_387_694_000L;

  private final Map<Reason, Integer> ended = new EnumMap<>(Reason.class);
  private final LaneRehearsal lane;

  /** A lane whose answers take 200 ms, with as much of the project's rates as it can use. */
  Rehearsed(PacingLimits limits, DailyQuota quota) {
    this(limits, quota, ProjectShare.PLENTY);
  }

  /** The same with another share of them. */
  Rehearsed(PacingLimits limits, DailyQuota quota, double share) {
    LaneRehearsal.Terms terms =
        new LaneRehearsal.Terms(
            amplitude(), limits, quota, LookAhead.ofEvents(5000), Duration.ofMillis(200));
    lane =
        new LaneRehearsal(terms, share, outcome -> ended.merge(outcome.reason(), 1, Integer::sum));
  }

  /** Amplitude, 100 events in a request. */
  static Destination amplitude() {
    List<String> problems = new ArrayList<>();
    Destination amplitude =
        new AmplitudeDestination.Factory()
            .create(
                new Settings(
                    Secret.of(AmplitudeEmulator.DEFAULT_API_KEY),
                    "us",
                    Optional.empty(),
                    100,
                    10_000_000,
                    AmplitudeEmulator.START),
                PipelineOptionsFactory.create(),
                problems);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    return amplitude;
  }

  /** Event number n happens n milliseconds after the first. */
  static QueuedEvent event(int number, String device, @Nullable String user) {
    Who who = new Who(device, user, null);
    return new QueuedEvent(
        "i-" + number,
        new EventTime((START + number) * 1000, null, 0),
        who,
        OrderBy.DEVICE_ID.key(who),
        new Origin("f", null, number + 1L),
        Bytes.of("{\"insert_id\":\"i-%d\",\"device_id\":\"%s\"}".formatted(number, device)));
  }

  /** So many events, spread over devices. */
  static List<QueuedEvent> events(int count, int devices) {
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(i, "device-" + i % devices, null));
    }
    return events;
  }

  Sent of(List<QueuedEvent> events) throws InterruptedException {
    for (QueuedEvent event : events) {
      lane.add(event);
    }
    return lane.finish();
  }

  /** Events by where they ended. */
  Map<Reason, Integer> ended() {
    return ended;
  }
}

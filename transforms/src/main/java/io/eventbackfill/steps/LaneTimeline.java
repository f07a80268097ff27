package io.eventbackfill.steps;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Timeline;
import io.eventbackfill.model.Timeline.Wait;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * When one thread's lanes did what, by its clock. The clock is asked at each answer and around each
 * wait; events end with the answer before them, which is as exact as seconds need.
 */
final class LaneTimeline {
  private final InstantSource clock;
  private final Map<Disposition, Long> ended = new EnumMap<>(Disposition.class);
  private Timeline timeline = new Timeline();
  private long now;

  LaneTimeline(InstantSource clock) {
    this.clock = clock;
  }

  /** A lane begins; whatever one that was given up has left behind is forgotten. */
  void begin() {
    Timeline unused = take();
    now = clock.millis();
  }

  void replied(String label) {
    isNow(clock.millis());
    timeline.replied(now, label, 1);
  }

  void ended(Disposition disposition) {
    ended.merge(disposition, 1L, Long::sum);
  }

  void waited(Cause cause, Instant from, Instant until) {
    isNow(until.toEpochMilli());
    timeline.waitedThrough(from.toEpochMilli(), now, wait(cause));
  }

  /** What happened since the last call. */
  Timeline take() {
    isNow(now);
    Timeline taken = timeline;
    timeline = new Timeline();
    return taken;
  }

  private void isNow(long millis) {
    ended.forEach((disposition, events) -> timeline.ended(now, disposition, events));
    ended.clear();
    now = millis;
  }

  private static Wait wait(Cause cause) {
    return switch (cause) {
      case PACE, DEVICE_PACE -> Wait.PACED;
      case THROTTLED -> Wait.THROTTLED;
      case OUTAGE -> Wait.OUTAGE;
    };
  }
}

package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Timeline;
import io.eventbackfill.model.Timeline.Step;
import io.eventbackfill.model.Timeline.Wait;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A timeline as the report has it: one step after the other, those without anything, too. */
final class TimelineJson {
  /** What becomes of events that are sent. */
  private static final List<Disposition> SENT =
      List.of(Disposition.ACCEPTED, Disposition.DEFERRED, Disposition.REJECTED);

  private TimelineJson() {}

  /** Writes a timeline that is not empty. */
  static void write(Timeline timeline, ObjectNode to) {
    to.put("step_seconds", timeline.stepSeconds());
    ArrayNode array = to.putArray("steps");
    SortedMap<Long, Step> steps = timeline.steps();
    long length = timeline.stepSeconds() * 1000;
    for (long at = steps.firstKey(); at <= steps.lastKey(); at += length) {
      step(at, steps.get(at), array.addObject());
    }
  }

  private static void step(long at, @Nullable Step step, ObjectNode to) {
    to.put("at", Instant.ofEpochMilli(at).toString());
    for (Disposition disposition : SENT) {
      to.put(disposition.code(), step == null ? 0 : step.events().getOrDefault(disposition, 0L));
    }
    ObjectNode requests = to.putObject("requests");
    if (step != null) {
      step.replies().forEach(requests::put);
    }
    ObjectNode waited = to.putObject("waited_ms");
    for (Wait wait : Wait.values()) {
      waited.put(wait.code(), step == null ? 0 : step.waited().getOrDefault(wait, 0L));
    }
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.pacing.PacingLimits;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the options of the pace; what is not given is what the destination asks for. */
final class LimitReader {
  private final List<String> problems;

  private LimitReader(List<String> problems) {
    this.problems = problems;
  }

  /**
   * What all worker processes together stay within.
   *
   * @param options afterwards they hold the limits that are in force, for the report to show
   * @param ofDestination the limits that hold unless they are given
   * @param problems takes a sentence for each fault
   */
  static PacingLimits read(
      BackfillOptions options, PacingLimits ofDestination, List<String> problems) {
    LimitReader reader = new LimitReader(problems);
    return new PacingLimits(
        reader.limit(
            "maxEventsPerSecond",
            options.getMaxEventsPerSecond(),
            (int) ofDestination.eventsPerSecond(),
            options::setMaxEventsPerSecond),
        reader.limit(
            "maxRequestsPerSecond",
            options.getMaxRequestsPerSecond(),
            (int) ofDestination.requestsPerSecond(),
            options::setMaxRequestsPerSecond),
        reader.limit(
            "maxEventsPerSecondPerDevice",
            options.getMaxEventsPerSecondPerDevice(),
            (int) ofDestination.eventsPerSecondPerActor(),
            options::setMaxEventsPerSecondPerDevice),
        reader.limit(
            "maxEventsPerDay",
            options.getMaxEventsPerDay(),
            (int) ofDestination.eventsPerDayPerActor(),
            options::setMaxEventsPerDay));
  }

  private int limit(
      String name, @Nullable Integer given, int ofDestination, Consumer<Integer> inForce) {
    if (given == null) {
      if (ofDestination != PacingLimits.NONE) {
        inForce.accept(ofDestination);
      }
      return ofDestination;
    }
    if (given < 1) {
      problems.add("--%s=%d must be at least 1".formatted(name, given));
      return 1;
    }
    return given;
  }
}

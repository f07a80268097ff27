package io.eventbackfill.destinations.amplitude;

import io.eventbackfill.validation.DepthLimit;
import io.eventbackfill.validation.EventRules;
import io.eventbackfill.validation.EventTypeLength;
import io.eventbackfill.validation.LongStrings;
import io.eventbackfill.validation.UsableIds;
import java.util.List;
import java.util.Set;

/** What Amplitude would refuse. */
final class AmplitudeRules {
  /** Event properties nest 40 deep at the most; ids and event types have 1024 characters. */
  private static final int MAX_DEPTH = 40;

  static final int MAX_STRING = 1024;

  /** HTTP V2 API, "Device IDs and User IDs minimum length": ids that are refused, in any case. */
  private static final Set<String> INVALID_IDS =
      Set.of(
          "anonymous",
          "nil",
          "none",
          "null",
          "n/a",
          "na",
          "undefined",
          "unknown",
          "00000000-0000-0000-0000-000000000000",
          "{}",
          "lmy47d",
          "0",
          "-1");

  private AmplitudeRules() {}

  /** The rules for a project that takes ids of so many characters. */
  static EventRules of(int minIdLength) {
    return new EventRules(
        List.of(
            new UsableIds(minIdLength, MAX_STRING, INVALID_IDS),
            new EventTypeLength(MAX_STRING),
            new DepthLimit(MAX_DEPTH),
            new LongStrings(MAX_STRING)));
  }
}

package io.eventbackfill.emulators.posthog;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;

/**
 * What an ingestion request was like, whatever the answer.
 *
 * @param number as in the request log
 * @param attempt of Capture v1; 0 of v0, which has no such header
 * @param historical it said {@code historical_migration}
 * @param sentAt it said {@code sent_at}, by which the server moves timestamps
 * @param days UTC days of its events
 */
public record RequestProfile(
    long number, int attempt, boolean historical, boolean sentAt, Set<LocalDate> days) {

  /** The table's partitions that its events fall into. */
  public long months() {
    return days.stream().map(YearMonth::from).distinct().count();
  }
}

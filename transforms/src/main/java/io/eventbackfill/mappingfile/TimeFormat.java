package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.ExportTime;
import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Note;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * Reads a column's values as times: microseconds since 1970 UTC, rounded down. Without a zone of
 * their own they are in the one given.
 *
 * <p>A local time that clocks showed twice, or never since they were put forward, is read with the
 * offset from before the change, and noted: 02:30 in Berlin's October is the first of the two, in
 * its March it is 03:30.
 */
abstract class TimeFormat {
  static final long UNUSABLE = ExportTime.UNUSABLE;

  /** The years that four digits can say; a time outside is a wrong unit. */
  static final long FIRST_SECOND = -62_135_596_800L;

  static final long LAST_SECOND = 253_402_300_799L;

  private final ZoneRules zone;

  TimeFormat(ZoneId zone) {
    this.zone = zone.getRules();
  }

  /** The time, or {@link #UNUSABLE}; what is noted is about {@code label}. */
  abstract long micros(JsonValue value, Findings findings, String label);

  /** What a value has to be, as in "is not ...". */
  abstract String description();

  /** A time without zone, as if it were UTC, as the instant it means. */
  final long inZone(long localMicros, Findings findings, String label) {
    if (zone.isFixedOffset()) {
      return localMicros - zone.getOffset(Instant.EPOCH).getTotalSeconds() * 1_000_000L;
    }
    long second = Math.floorDiv(localMicros, 1_000_000L);
    LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    if (zone.getValidOffsets(local).size() != 1) {
      findings.note(Note.TIME_AMBIGUOUS, label);
    }
    // Of a gap or an overlap these rules give the offset before it.
    return localMicros - zone.getOffset(local).getTotalSeconds() * 1_000_000L;
  }

  static long micros(long second, int nanos) {
    return second < FIRST_SECOND || second > LAST_SECOND
        ? UNUSABLE
        : second * 1_000_000L + nanos / 1000;
  }
}

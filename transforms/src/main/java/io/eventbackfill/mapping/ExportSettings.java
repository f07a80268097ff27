package io.eventbackfill.mapping;

import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a user may choose about {@link AmplitudeExportMapping}. Immutable; equal settings print
 * alike, so that they can be part of a fingerprint.
 *
 * @param timeSource the field an event's time is taken from
 * @param leftOut attributes that never leave the mapping, by the names of {@link
 *     io.eventbackfill.model.Attributes}: the address or the advertising ids, for privacy
 */
public record ExportSettings(TimeSource timeSource, Set<String> leftOut) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which of the export's two clocks tells an event's time. */
  public enum TimeSource {
    /** The time charts use: the client's, corrected where its clock was off. */
    EVENT_TIME,
    /** The client's own time; keeps session lengths, which the vendor computes from it. */
    CLIENT_EVENT_TIME
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if an attribute to leave out is none this mapping makes
   */
  public ExportSettings {
    leftOut = Collections.unmodifiableSet(new TreeSet<>(leftOut));
    Set<String> unknown = new TreeSet<>(leftOut);
    unknown.removeAll(ExportFields.attributes());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "can't leave out " + unknown + ": the attributes are " + ExportFields.attributes());
    }
  }

  /** The corrected time, and nothing left out. */
  public static ExportSettings defaults() {
    return new ExportSettings(TimeSource.EVENT_TIME, Set.of());
  }

  /** These settings with another time source. */
  public ExportSettings withTimeSource(TimeSource other) {
    return new ExportSettings(other, leftOut);
  }

  /** These settings with other attributes left out. */
  public ExportSettings withLeftOut(Set<String> others) {
    return new ExportSettings(timeSource, others);
  }
}

package io.eventbackfill.steps;

/**
 * What is counted for whoever watches a run. The README describes each; those that can fall say how
 * many there are at the moment.
 */
public enum TallyName {
  READ_FILES("read/files"),
  READ_BYTES("read/bytes"),
  READ_ROWS("read/rows"),
  READ_REJECTED("read/rows-rejected"),
  READ_SKIPPED("read/rows-skipped"),
  MAP_EVENTS("map/events"),
  MAP_REJECTED("map/rows-rejected"),
  MAP_DEFERRED("map/rows-deferred"),
  MAP_SKIPPED("map/rows-skipped"),
  ACCEPTED("deliver/events-accepted"),
  REJECTED("deliver/events-rejected"),
  DEFERRED("deliver/events-deferred"),
  SKIPPED("deliver/events-skipped"),
  HELD("deliver/held-events"),
  REQUESTS("deliver/requests"),
  SEGMENTS("ledger/segments"),
  SEGMENT_BYTES("ledger/bytes"),
  MILLIS_WAITED("deliver/millis-waited"),
  MILLIS_PACED("deliver/millis-paced", true),
  MILLIS_DEVICE_PACED("deliver/millis-device-paced", true),
  MILLIS_THROTTLED("deliver/millis-throttled", true),
  MILLIS_OUTAGE("deliver/millis-outage"),
  LANES_PACED("deliver/lanes-paced"),
  LANES_DEVICE_PACED("deliver/lanes-device-paced"),
  LANES_THROTTLED("deliver/lanes-throttled"),
  LANES_OUTAGE("deliver/lanes-outage");

  private final String code;
  private final boolean throttling;

  TallyName(String code) {
    this(code, false);
  }

  TallyName(String code, boolean throttling) {
    this.code = code;
    this.throttling = throttling;
  }

  /** The name, {@code step/what}. */
  public String code() {
    return code;
  }

  /**
   * True of milliseconds spent waiting for limits: engines are told of them under their own name
   * for it, since workers added against a limit would only wait, too.
   */
  boolean isThrottling() {
    return throttling;
  }
}

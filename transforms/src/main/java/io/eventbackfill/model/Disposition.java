package io.eventbackfill.model;

import java.util.Locale;

/** What became of a row. Every row read ends in exactly one of these. */
public enum Disposition {
  /** The destination said it has the event. */
  ACCEPTED,
  /** A dead letter: this row can't be delivered as it is. */
  REJECTED,
  /** A good event that the destination will take later; written so that it is an input again. */
  DEFERRED,
  /** Left out on purpose: a duplicate, or filtered. */
  SKIPPED;

  /** The name in reports. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

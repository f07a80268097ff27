package io.eventbackfill.verification;

import java.util.Locale;

/** How what is stored may differ from what was sent. The codes are an interface. */
public enum Difference {
  /** Sent, and not stored. */
  MISSING("sent, and not stored"),
  /** Stored in the time of the run, and not sent. */
  EXTRA("stored while the run sent, and not sent by it"),
  /** One more stored copy of an event. */
  DOUBLED("stored once more than sent"),
  /** Stored with another content. */
  CHANGED("stored, but not as it was sent");

  private final String meaning;

  Difference(String meaning) {
    this.meaning = meaning;
  }

  /** In words, for reports and documentation. */
  public String meaning() {
    return meaning;
  }

  /** The code in files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

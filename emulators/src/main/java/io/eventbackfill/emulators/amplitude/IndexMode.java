package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Choice;

/** How many indexes the maps of a 400 hold. The two API pages disagree. */
public enum IndexMode implements Choice {
  /** Every offending index (Batch Event Upload API page). */
  ALL("all"),
  /** Only the first per field (HTTP V2 API page). */
  FIRST("first"),
  /** No maps at all. */
  NONE("none");

  private final String text;

  IndexMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Choice;

/** What an empty text as id means next to a valid one. */
public enum EmptyIdMode implements Choice {
  /** It is too short, and on the list of invalid ids (HTTP V2 API page). */
  REJECT("reject"),
  /** As if it were not there (examples of the backfill guide). */
  ABSENT("absent");

  private final String text;

  EmptyIdMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

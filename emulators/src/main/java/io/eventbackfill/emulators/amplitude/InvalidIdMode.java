package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Choice;

/** How an id on the list of invalid ids is refused; the real body is unknown. */
public enum InvalidIdMode implements Choice {
  /** 400 without any index. */
  NO_INDEX("noIndex"),
  /** 400 with events_with_invalid_fields. */
  INVALID_FIELDS("invalidFields");

  private final String text;

  InvalidIdMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

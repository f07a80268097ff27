package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Choice;

/** What happens to an id below the minimum length. */
public enum ShortIdMode implements Choice {
  /** 400 with events_with_invalid_id_lengths, as seen in practice. */
  REJECT_400("reject400"),
  /** The id is removed if the event has another one, as the API pages say. */
  DROP_ID("dropId");

  private final String text;

  ShortIdMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

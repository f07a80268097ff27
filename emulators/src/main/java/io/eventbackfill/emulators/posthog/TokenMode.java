package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.Choice;

/** What becomes of a well-formed token that no project has. */
public enum TokenMode implements Choice {
  /** 200, and every event is dropped later. */
  OFF("off"),
  /** 401, as newer servers can be set to answer. */
  ENFORCE("enforce");

  private final String text;

  TokenMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

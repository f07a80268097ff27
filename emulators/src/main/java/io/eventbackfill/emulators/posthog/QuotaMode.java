package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.Choice;

/** How v0 lets on that the project is over its quota of events. */
public enum QuotaMode implements Choice {
  /** 200 as ever, and nothing is stored. */
  SILENT("silent"),
  /** 200 with {@code quota_limited}, and nothing is stored. */
  SAID("said");

  private final String text;

  QuotaMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.Choice;

/** Which rows a query sees. */
public enum QueryView implements Choice {
  /** One for each key, as once all merges have run. */
  MERGED("merged"),
  /** Every row inserted, as right after a re-run: queries do not add FINAL. */
  RAW("raw");

  private final String text;

  QueryView(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.Choice;

/** How v0 writes its success; documentation and code differ. */
public enum SuccessBody implements Choice {
  /** {@code {"status":"Ok"}}. */
  NAME("name"),
  /** {@code {"status":1}}. */
  NUMBER("number");

  private final String text;

  SuccessBody(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

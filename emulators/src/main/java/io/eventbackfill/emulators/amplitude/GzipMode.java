package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Choice;

/** What happens to a body with Content-Encoding gzip; the pages are silent. */
public enum GzipMode implements Choice {
  /** It is unpacked. */
  ACCEPT("accept"),
  /** 415. */
  REJECT_415("415");

  private final String text;

  GzipMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

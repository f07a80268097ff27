package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.Choice;

/** What makes two events the same. */
public enum DedupKey implements Choice {
  /** Device id and insert id (HTTP V2 API page). */
  DEVICE_AND_INSERT("deviceAndInsert"),
  /** Insert id alone (Batch Event Upload API page). */
  INSERT_ONLY("insertOnly");

  private final String text;

  DedupKey(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}

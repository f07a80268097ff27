package io.eventbackfill.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of one lane: passes when the lane waits or is answered, and only then. */
final class LaneTime implements InstantSource {
  private static final Instant BEGIN = Instant.EPOCH.plus(Duration.ofDays(1));

  private Instant now = BEGIN;

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** Since the lane began. */
  Duration passed() {
    return Duration.between(BEGIN, now);
  }
}

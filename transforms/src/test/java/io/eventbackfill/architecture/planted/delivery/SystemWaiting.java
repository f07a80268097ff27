package io.eventbackfill.architecture.planted.delivery;

import java.time.Instant;

/** May ask for the time. */
final class SystemWaiting {
  private SystemWaiting() {}

  static Instant allowed() {
    return Instant.now();
  }
}

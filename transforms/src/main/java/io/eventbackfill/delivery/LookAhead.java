package io.eventbackfill.delivery;

import java.io.Serializable;

/**
 * How far a lane reads ahead while events of some of its devices are held.
 *
 * @param events events a lane keeps in memory, at the most; at least 1
 * @param bytes bytes of their bodies; a batch may exceed it
 */
public record LookAhead(int events, long bytes) implements Serializable {
  /** Enough for events of a kilobyte, and a bound where they are larger. */
  private static final long BYTES = 16L * 1024 * 1024;

  public LookAhead {
    if (events < 1 || bytes < 1) {
      throw new IllegalArgumentException("a lane needs room for an event");
    }
  }

  /** So many events, and 16 MiB of them. */
  public static LookAhead ofEvents(int events) {
    return new LookAhead(events, BYTES);
  }
}

package io.eventbackfill.rehearsal;

import java.time.Duration;

/**
 * What a lane would send, and in what time if it were alone.
 *
 * @param events that would be accepted
 * @param requests they travel in
 * @param bytes of the requests' bodies
 * @param took from its first event to its last answer
 */
public record Sent(long events, long requests, long bytes, Duration took) {

  /** Nothing. */
  public static final Sent NOTHING = new Sent(0, 0, 0, Duration.ZERO);

  /** Both, one after the other. */
  public Sent plus(Sent other) {
    return new Sent(
        events + other.events,
        requests + other.requests,
        bytes + other.bytes,
        took.plus(other.took));
  }
}

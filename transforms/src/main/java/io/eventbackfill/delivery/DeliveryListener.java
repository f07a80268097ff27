package io.eventbackfill.delivery;

import java.time.Duration;

/** Hears of what happens between an event's first attempt and its outcome. */
public interface DeliveryListener {

  /**
   * A request was answered, or failed.
   *
   * @param label the HTTP status, or a word for the failure
   * @param bytes the request's size
   */
  void replied(String label, int bytes);

  /** The destination said when it stored a request's events, milliseconds since 1970 UTC. */
  void stored(long atMillis);

  /** The destination took a request and counted other events than were sent. */
  void miscounted(int sent, long counted);

  /** The lane is about to wait, for a cause, and in words. */
  void waiting(Duration wait, Cause cause, String why);

  /** Why a lane waits. */
  enum Cause {
    /** To stay within the rates of the project. */
    PACE,
    /** To stay within the rate of each device and user. */
    DEVICE_PACE,
    /** The destination said that it was too much. */
    THROTTLED,
    /** The destination does not answer, or not usefully. */
    OUTAGE
  }
}

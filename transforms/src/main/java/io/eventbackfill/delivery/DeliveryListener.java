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

  /** The lane is about to wait, for a reason given in words. */
  void waiting(Duration wait, String why);
}

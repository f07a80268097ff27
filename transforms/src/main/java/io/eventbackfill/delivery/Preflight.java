package io.eventbackfill.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A step of what a destination wants to know before the first event is sent. Pure: it neither sends
 * nor waits; each answer leads to the next step, and after so many of them to an end.
 */
public sealed interface Preflight {

  /**
   * A question.
   *
   * @param about what for, in words, for whoever watches
   * @param after how long to wait before it is asked
   * @param request the question itself
   * @param then what follows from the answer, whatever it looks like
   */
  record Ask(
      String about, Duration after, HttpRequestSpec request, Function<HttpReply, Preflight> then)
      implements Preflight {}

  /**
   * Events can be sent.
   *
   * @param destination to whom; it may have learned something
   * @param stored whether an event was seen to be stored, so that key and address are good
   * @param remarks a sentence for each thing worth saying; free of secrets
   */
  record Ready(Destination destination, boolean stored, List<String> remarks)
      implements Preflight {}

  /**
   * Events should not be sent.
   *
   * @param reason why not, and what to do about it; free of secrets
   */
  record Refused(String reason) implements Preflight {}

  /** The end where there is nothing to find out. */
  static Preflight ready(Destination destination) {
    return new Ready(destination, false, List.of());
  }
}

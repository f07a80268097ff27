package io.eventbackfill.delivery;

import io.eventbackfill.model.Bytes;
import java.util.Optional;

/** What came back, or why nothing did. */
public sealed interface HttpReply {

  /** A status line and a body that arrived whole. */
  record Answered(int status, Optional<String> retryAfter, Bytes body) implements HttpReply {}

  /**
   * No whole answer: what became of the request is not known.
   *
   * @param kind what failed, a short fixed word for counting, such as {@code timeout}
   * @param detail in words
   */
  record Failed(String kind, String detail) implements HttpReply {}

  /** The status, or 0 where there is none. */
  default int statusOrZero() {
    return this instanceof Answered answered ? answered.status() : 0;
  }

  /** The status or the kind of failure, for counting. */
  default String label() {
    return this instanceof Answered answered
        ? Integer.toString(answered.status())
        : ((Failed) this).kind();
  }
}

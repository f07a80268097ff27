package io.eventbackfill.pipeline;

import io.eventbackfill.pipeline.Failures.Meaning;
import java.util.Optional;

/** A job of Dataflow ended without having done its work. */
final class DataflowJobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Meaning> meaning;

  /**
   * An end.
   *
   * @param meaning what it means, if that is known
   */
  DataflowJobFailedException(String message, Optional<Meaning> meaning) {
    super(message);
    this.meaning = meaning;
  }

  Optional<Meaning> meaning() {
    return meaning;
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.steps.InputRefusedException;
import io.eventbackfill.steps.StoppedEarlyException;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.client.JobCancellationException;

/** What the failure of a job means, by the exception at the bottom of it. */
final class Failures {
  private static final Map<Class<? extends RuntimeException>, ExitCode> MEANINGS =
      Map.of(
          StopJobException.class, ExitCode.STOPPED_BY_DESTINATION,
          StoppedEarlyException.class, ExitCode.STOPPED_ON_REQUEST,
          InputRefusedException.class, ExitCode.BAD_CONFIGURATION,
          LedgerRefusedException.class, ExitCode.REFUSED_BY_LEDGER);

  /** Its lanes are interrupted, so nobody is left to write down what they had not sent. */
  private static final Meaning CANCELLED =
      new Meaning(
          ExitCode.STOPPED_ON_REQUEST,
          "the job was cancelled in the cluster; what was settled is known to its ledger, if it has"
              + " one, and nothing is in deferred/");

  private Failures() {}

  /**
   * What happened.
   *
   * @param code how the run ends
   * @param message the exception's words
   */
  record Meaning(ExitCode code, String message) {}

  /** The meaning of a failure, if it is one that a step has foreseen, or a cancelled job. */
  static Optional<Meaning> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataflowJobFailedException job && job.meaning().isPresent()) {
        return job.meaning();
      }
      if (cause instanceof JobCancellationException) {
        return Optional.of(CANCELLED);
      }
      ExitCode code = MEANINGS.get(cause.getClass());
      if (code != null) {
        return Optional.of(new Meaning(code, String.valueOf(cause.getMessage())));
      }
    }
    return Optional.empty();
  }

  /** The same, of a stack trace that an engine gives as a text. */
  static Optional<Meaning> of(String stackTrace) {
    for (Map.Entry<Class<? extends RuntimeException>, ExitCode> known : MEANINGS.entrySet()) {
      String name = known.getKey().getName() + ": ";
      int at = stackTrace.indexOf(name);
      if (at >= 0) {
        String message = stackTrace.substring(at + name.length()).lines().findFirst().orElse("");
        return Optional.of(new Meaning(known.getValue(), message));
      }
    }
    return Optional.empty();
  }
}

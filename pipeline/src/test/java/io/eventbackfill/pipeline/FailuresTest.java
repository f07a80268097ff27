package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.steps.InputRefusedException;
import io.eventbackfill.steps.StoppedEarlyException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobExecutionException;
import org.junit.jupiter.api.Test;

/** Engines wrap what a step throws, and each its own way. */
class FailuresTest {
  private static Optional<ExitCode> wrapped(Exception cause) {
    Throwable engines =
        new IllegalStateException("the pipeline failed", new ExecutionException(cause));
    return Failures.of(engines).map(Failures.Meaning::code);
  }

  @Test
  void whatAStepHasForeseenIsFoundBelowWhatEnginesMakeOfIt() {
    assertThat(
        wrapped(new StopJobException("x")), equalTo(Optional.of(ExitCode.STOPPED_BY_DESTINATION)));
    assertThat(
        wrapped(new StoppedEarlyException("x")), equalTo(Optional.of(ExitCode.STOPPED_ON_REQUEST)));
    assertThat(
        wrapped(new InputRefusedException("x")), equalTo(Optional.of(ExitCode.BAD_CONFIGURATION)));
    assertThat(
        wrapped(new LedgerRefusedException("x")), equalTo(Optional.of(ExitCode.REFUSED_BY_LEDGER)));
  }

  @Test
  void aJobThatWasCancelledWasAskedToStop() {
    assertThat(
        wrapped(new JobCancellationException(new JobID(), "Job was cancelled.", null)),
        equalTo(Optional.of(ExitCode.STOPPED_ON_REQUEST)));
  }

  @Test
  void anythingElseIsAFault() {
    Exception failed = new JobExecutionException(new JobID(), "a task manager was lost");

    assertThat(wrapped(failed).isPresent(), is(false));
  }

  @Test
  void theMeaningIsFoundInAnEnginesTextToo() {
    String trace =
        """
        org.apache.beam.sdk.util.UserCodeException: io.eventbackfill.delivery.StopJobException: \
        the key is refused
        \tat io.eventbackfill.steps.DeliverLanes.process(DeliverLanes.java:1)
        """;

    assertThat(
        Failures.of(trace),
        equalTo(
            Optional.of(
                new Failures.Meaning(ExitCode.STOPPED_BY_DESTINATION, "the key is refused"))));
    assertThat(Failures.of("java.lang.OutOfMemoryError: heap"), is(Optional.empty()));
  }
}

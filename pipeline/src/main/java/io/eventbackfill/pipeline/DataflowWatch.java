package io.eventbackfill.pipeline;

import com.google.api.services.dataflow.model.JobMessage;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.pipeline.Failures.Meaning;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.dataflow.DataflowPipelineJob;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.util.MonitoringUtil;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a job of Dataflow. Its workers can't be asked to settle what is in flight, so when this
 * process is asked to stop, the job is cancelled, and waited for until it is gone.
 */
final class DataflowWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DataflowWatch.class);

  /** How often a request to stop is looked for. */
  private static final Duration LOOK = Duration.standardSeconds(5);

  private static final String ERROR = "JOB_MESSAGE_ERROR";

  private final DataflowPipelineJob job;
  private final DataflowPipelineOptions options;
  private final Redactor redactor;
  private final PrintStream err;
  private final MonitoringUtil.LoggingHandler log = new MonitoringUtil.LoggingHandler();
  private String lastError = "";
  private Optional<Meaning> meaning = Optional.empty();
  private boolean cancelled;

  /**
   * A watch.
   *
   * @param err takes where the job can be seen
   */
  DataflowWatch(
      DataflowPipelineJob job, PipelineOptions options, Redactor redactor, PrintStream err) {
    this.job = job;
    this.options = options.as(DataflowPipelineOptions.class);
    this.redactor = redactor;
    this.err = err;
  }

  /**
   * Waits until the job is done.
   *
   * @throws DataflowJobFailedException if it was not done but failed, or was cancelled
   */
  void await() {
    err.println(
        "Dataflow job %s: %s"
            .formatted(
                job.getJobId(),
                MonitoringUtil.getJobMonitoringPageURL(
                    job.getProjectId(), job.getRegion(), job.getJobId())));
    err.println("Should this process die, the job goes on; to cancel it:");
    err.println("  " + MonitoringUtil.getGcloudCancelCommand(options, job.getJobId()));
    @Nullable State state = null;
    while (state == null) {
      if (StopRequest.ofThisProcess().isRaised()) {
        cancel();
      }
      state = look();
    }
    if (state != State.DONE) {
      throw failed(state);
    }
  }

  /** Null if it is not over yet, or if that can't be told just now. */
  private @Nullable State look() {
    try {
      return job.waitUntilFinish(LOOK, this::process);
    } catch (IOException e) {
      LOG.warn("The job's state can't be read; trying again: {}", e.toString());
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataflowJobFailedException(
          "interrupted while it waited for job " + job.getJobId(), Optional.empty());
    }
  }

  private void cancel() {
    if (cancelled) {
      return;
    }
    // Once: the service remembers, and the engine's client does not ask again.
    cancelled = true;
    err.println("Cancelling job " + job.getJobId() + "; what is in flight there is sent again.");
    try {
      State unused = job.cancel();
    } catch (IOException e) {
      err.println("It can't be cancelled: " + e.getMessage());
    }
  }

  private void process(List<JobMessage> messages) {
    for (JobMessage message : messages) {
      String text = redactor.redact(String.valueOf(message.getMessageText()));
      message.setMessageText(text);
      if (ERROR.equals(message.getMessageImportance())) {
        lastError = text;
        meaning = meaning.or(() -> Failures.of(text));
      }
    }
    log.process(messages);
  }

  private DataflowJobFailedException failed(State state) {
    if (state == State.CANCELLED) {
      return new DataflowJobFailedException(
          "",
          Optional.of(
              new Meaning(
                  ExitCode.STOPPED_ON_REQUEST, "job " + job.getJobId() + " was cancelled")));
    }
    String why = lastError.lines().findFirst().map(line -> ": " + line).orElse("");
    return new DataflowJobFailedException(
        "job %s ended as %s%s".formatted(job.getJobId(), state, why), meaning);
  }
}

package io.eventbackfill.pipeline;

import com.google.common.base.Throwables;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.pipeline.Failures.Meaning;
import io.eventbackfill.pipeline.pages.PlanPage;
import io.eventbackfill.steps.PerWorker;
import io.eventbackfill.steps.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.runners.dataflow.DataflowPipelineJob;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The making of a plan, from a checked configuration to an exit code. */
final class PlanRun {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRun.class);

  private final BackfillConfig config;
  private final List<InputFile> live;
  private final Forecast forecast;
  private final SortedMap<String, String> settings;
  private final PipelineOptions options;
  private final PerWorker<Waiting> waiting;
  private final TextFile file;
  private final Redactor redactor;

  PlanRun(
      BackfillConfig config,
      List<InputFile> live,
      Forecast forecast,
      SortedMap<String, String> settings,
      PipelineOptions options,
      PerWorker<Waiting> waiting) {
    this.config = config;
    this.live = live;
    this.forecast = forecast;
    this.settings = settings;
    this.options = options;
    this.waiting = waiting;
    this.file = new TextFile(config.output() + "plan.json");
    this.redactor = Redactor.of(config.destination().secrets());
  }

  /**
   * Makes it.
   *
   * @param begun told as soon as it can be asked to stop
   */
  ExitCode execute(PrintStream out, PrintStream err, Runnable begun) {
    Tally.startAfresh();
    begun.run();
    err.println("Planning: files to read: %,d; nothing is sent.".formatted(config.files().size()));
    Optional<Throwable> failure =
        EngineDefaults.worksHere(options) ? carryOutInSight(err) : carryOut(err);
    if (failure.isPresent()) {
      return stopped(failure.get(), err);
    }
    try {
      String json = file.read();
      String page = config.output() + "plan.html";
      return PlanSummary.print(
          json, file.path(), PageFile.write(page, json, PlanPage::of, err), out);
    } catch (IOException e) {
      err.println("The plan " + file.path() + " can't be read: " + e);
      return ExitCode.INTERNAL_FAULT;
    }
  }

  private Optional<Throwable> carryOutInSight(PrintStream err) {
    long bytes = InputFiles.bytesToRead(config.files(), BackfillPipeline.toLanes(config).leftOut());
    ProgressView view = ProgressView.ofThisProcess(err, bytes);
    try {
      return carryOut(err);
    } finally {
      view.close();
    }
  }

  private Optional<Throwable> carryOut(PrintStream err) {
    try {
      Plan plan = new Plan(waiting.get().clock().instant(), settings, forecast);
      Pipeline pipeline = Pipeline.create(options);
      PlanPipeline.build(pipeline, config, plan, live, file, waiting);
      PipelineResult job = pipeline.run();
      if (job instanceof DataflowPipelineJob dataflow) {
        new DataflowWatch(dataflow, options, redactor, err).await();
        return Optional.empty();
      }
      PipelineResult.State state = job.waitUntilFinish();
      return state == PipelineResult.State.DONE
          ? Optional.empty()
          : Optional.of(new IllegalStateException("the engine ended the job as " + state));
    } catch (RuntimeException | LinkageError e) {
      // As in a run: here whatever an engine throws becomes an exit code, and its threads end.
      StopRequest.ofThisProcess().raise();
      return Optional.of(e);
    }
  }

  private ExitCode stopped(Throwable failure, PrintStream err) {
    Optional<Meaning> meaning = Failures.of(failure);
    if (meaning.isEmpty()) {
      LOG.error(
          "the job failed{}{}",
          System.lineSeparator(),
          redactor.redact(Throwables.getStackTraceAsString(failure)));
    }
    ExitCode code = meaning.map(Meaning::code).orElse(ExitCode.INTERNAL_FAULT);
    String message = meaning.map(Meaning::message).orElse("the job failed: " + failure);
    err.println("Stopped: " + redactor.redact(message));
    err.println("There is no plan (exit code " + code.number() + ")");
    return code;
  }
}

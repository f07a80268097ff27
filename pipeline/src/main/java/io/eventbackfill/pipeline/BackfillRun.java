package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.Preflight;
import io.eventbackfill.delivery.Preflight.Ready;
import io.eventbackfill.delivery.Preflight.Refused;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Secret;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.pipeline.Failures.Meaning;
import io.eventbackfill.pipeline.pages.ReportPage;
import io.eventbackfill.steps.AtWork;
import io.eventbackfill.steps.PerWorker;
import io.eventbackfill.steps.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.runners.dataflow.DataflowPipelineJob;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, from a checked configuration to an exit code. */
final class BackfillRun {
  private static final Logger LOG = LoggerFactory.getLogger(BackfillRun.class);

  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private final BackfillConfig config;
  private final RunPlan plan;
  private final PipelineOptions options;
  private final InstantSource clock;
  private final PerWorker<Waiting> waiting;
  private final RunFolder folder;
  private final Report report;
  private final Redactor redactor;

  BackfillRun(
      BackfillConfig config,
      RunPlan plan,
      PipelineOptions options,
      InstantSource clock,
      PerWorker<Waiting> waiting) {
    this.waiting = waiting;
    // What a run makes of a row must not depend on when it is taken up again.
    this.config = config.sendingTo(config.destination().asOf(plan.startedAt()));
    this.plan = plan;
    this.options = options;
    this.clock = clock;
    this.redactor = Redactor.of(config.destination().secrets());
    this.folder = plan.folder();
    this.report =
        new Report(
            plan.run(), plan.startedAt(), settings(options), LedgerNote.of(plan, config.inDoubt()));
  }

  /**
   * Carries it out.
   *
   * @param begun told as soon as the run can be asked to stop; a request made sooner is forgotten
   */
  ExitCode execute(PrintStream out, PrintStream err, Runnable begun) {
    Tally.startAfresh();
    AtWork.startAfresh();
    begun.run();
    err.println("Run " + plan.run() + ": results go to " + folder.path());
    err.println("Sending to " + config.destination().endpoint());
    if (config.destination().secrets().stream().anyMatch(Secret::isLiteral)) {
      err.println(
          "Warning: --apiKey holds the key itself, for this machine's process list and the shell's"
              + " history to show; use env:NAME or file:PATH");
    }
    Preflight checked = preflight(err);
    if (checked instanceof Ready ready) {
      return carryOut(config.sendingTo(ready.destination()), out, err);
    }
    try {
      String reason = ((Refused) checked).reason();
      return stopped(ExitCode.STOPPED_BY_DESTINATION, redactor.redact(reason), err);
    } catch (IOException e) {
      return unreported(e, err);
    }
  }

  /** A job that is only described sends nothing, and whoever starts it does so later. */
  private Preflight preflight(PrintStream err) {
    Destination destination = config.destination();
    if (DataflowChecks.makesTemplate(options)) {
      return Preflight.ready(destination);
    }
    try (HttpTransport transport = new GoogleHttpTransport(config.requestTimeout())) {
      return new PreflightCheck(transport, waiting.get().sleeper(), err)
          .carryOut(destination, config.selection().range());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refused("interrupted before the first event");
    }
  }

  private ExitCode carryOut(BackfillConfig ready, PrintStream out, PrintStream err) {
    Optional<Throwable> failure =
        runsHere(err) ? runWithProgress(ready, err) : runPipeline(ready, err);
    if (failure.isEmpty() && DataflowChecks.makesTemplate(options)) {
      out.println("The job is described, and left to whoever starts it.");
      out.println("Report:       " + folder.report());
      return ExitCode.COMPLETE;
    }
    try {
      if (failure.isPresent()) {
        return failed(failure.get(), err);
      }
      String json = folder.readReport();
      return Summary.print(
          json, folder, PageFile.write(folder.page(), json, ReportPage::of, err), out);
    } catch (IOException e) {
      return unreported(e, err);
    }
  }

  private ExitCode unreported(IOException e, PrintStream err) {
    err.println("The report " + folder.report() + " can't be written or read: " + e);
    return ExitCode.INTERNAL_FAULT;
  }

  /** Whether this process does the work, so that it knows how far it is; else says who does. */
  private boolean runsHere(PrintStream err) {
    if (DataflowChecks.isChosen(options)) {
      return false;
    }
    Optional<String> cluster =
        FlinkEngine.isChosen(options) ? FlinkEngine.cluster(options) : Optional.empty();
    cluster.ifPresent(
        where ->
            err.println(
                "%s does the work, and tells how far it is on its web page: the metrics of the"
                        .formatted(where)
                    + " tasks whose names hold "
                    + Tally.NAMESPACE));
    return cluster.isEmpty();
  }

  private Optional<Throwable> runWithProgress(BackfillConfig ready, PrintStream err) {
    ProgressView view = ProgressView.ofThisProcess(err, bytesToRead());
    try {
      return runPipeline(ready, err);
    } finally {
      view.close();
    }
  }

  private long bytesToRead() {
    return InputFiles.bytesToRead(plan.files(), BackfillPipeline.toLanes(config).leftOut());
  }

  private void await(DataflowPipelineJob job, PrintStream err) {
    ProgressView view = ProgressView.ofOthers(err, bytesToRead(), new EngineCounts(job));
    try {
      new DataflowWatch(job, options, redactor, err).await();
    } finally {
      view.close();
    }
  }

  private Optional<Throwable> runPipeline(BackfillConfig ready, PrintStream err) {
    try {
      Pipeline pipeline = Pipeline.create(options);
      BackfillPipeline.build(pipeline, ready, plan, report, waiting);
      PipelineResult job = pipeline.run();
      if (DataflowChecks.makesTemplate(options)) {
        return Optional.empty();
      }
      if (job instanceof DataflowPipelineJob dataflow) {
        await(dataflow, err);
        return Optional.empty();
      }
      PipelineResult.State state = job.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("the engine ended the job as " + state);
      }
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      // Whatever an engine throws ends here: this is where a failure becomes an exit code. Native
      // libraries that can't be unpacked, on a full disk for one, are linkage errors.
      settle();
      return Optional.of(e);
    }
  }

  /**
   * The threads of a failed job may go on for a while: they are to send nothing more, to write down
   * what they have sent, and to begin no other lane, before this process ends or gives the ledger
   * back.
   */
  private void settle() {
    StopRequest.ofThisProcess().raise();
    Duration longest = config.requestTimeout().plus(A_MOMENT);
    try {
      if (plan.ledger() != null && !AtWork.ofThisProcess().close(longest)) {
        LOG.warn("some requests were not answered in time; what they sent is in doubt");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ExitCode failed(Throwable failure, PrintStream err) throws IOException {
    Optional<Meaning> meaning = Failures.of(failure);
    if (meaning.isPresent()) {
      return stopped(meaning.get().code(), redactor.redact(meaning.get().message()), err);
    }
    LOG.error("the job failed{}{}", System.lineSeparator(), redactor.redact(trace(failure)));
    return stopped(
        ExitCode.INTERNAL_FAULT, redactor.redact("the job failed: " + root(failure)), err);
  }

  private ExitCode stopped(ExitCode code, String message, PrintStream err) throws IOException {
    String json = report.stopped(code, message, Tally.snapshot(), clock.instant());
    folder.writeReport(json);
    err.println("Stopped: " + message);
    err.println("Report:  " + folder.report());
    PageFile.write(folder.page(), json, ReportPage::of, err)
        .ifPresent(page -> err.println("Page:    " + page));
    err.println("Outcome: " + code.meaning() + " (exit code " + code.number() + ")");
    return code;
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The options of this tool as they are in force; the key only by reference. */
  private static SortedMap<String, String> settings(PipelineOptions options) {
    SortedMap<String, String> settings = OptionCatalog.values(options);
    settings.put("runner", options.getRunner().getSimpleName());
    return settings;
  }
}

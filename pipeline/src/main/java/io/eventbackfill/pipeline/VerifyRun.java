package io.eventbackfill.pipeline;

import com.google.common.base.Throwables;
import io.eventbackfill.delivery.Asking;
import io.eventbackfill.delivery.GoogleHttpTransport;
import io.eventbackfill.delivery.Redactor;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.mapping.LeftOut;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.Span;
import io.eventbackfill.pipeline.Failures.Meaning;
import io.eventbackfill.pipeline.VerifyConfig.Api;
import io.eventbackfill.pipeline.pages.VerifyPage;
import io.eventbackfill.steps.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One verification, from a checked configuration to an exit code. */
final class VerifyRun {
  private static final Logger LOG = LoggerFactory.getLogger(VerifyRun.class);

  private final VerifyConfig config;
  private final PipelineOptions options;
  private final Waiting waiting;
  private final PrintStream out;
  private final PrintStream err;

  VerifyRun(
      VerifyConfig config,
      PipelineOptions options,
      Waiting waiting,
      PrintStream out,
      PrintStream err) {
    this.config = config;
    this.options = options;
    this.waiting = waiting;
    this.out = out;
    this.err = err;
  }

  ExitCode execute() {
    Tally.startAfresh();
    Instant now = waiting.clock().instant();
    Optional<Instant> due = config.stored().api().flatMap(api -> due(api, now));
    if (due.isPresent()) {
      out.println(
          "Too early: what was sent last need not be told before %s. Nothing was compared;"
                  .formatted(due.get().truncatedTo(ChronoUnit.SECONDS))
              + " --evenIfYoung compares all the same.");
      out.println(
          "Outcome:      not compared yet (exit code %d)".formatted(ExitCode.INCOMPLETE.number()));
      return ExitCode.INCOMPLETE;
    }
    String folder = config.output() + "verify-" + RunFolder.name(now) + "/";
    VerifyReport report = report(folder);
    try {
      compare(stored(folder, now), report);
      String json = report.read();
      Optional<String> page = PageFile.write(report.page(), json, VerifyPage::of, err);
      return VerifySummary.print(json, report.file(), page, out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended(ExitCode.STOPPED_ON_REQUEST, "interrupted");
    } catch (IOException | RuntimeException | LinkageError e) {
      // Whatever an engine throws ends here: this is where a failure becomes an exit code.
      return failed(e);
    }
  }

  /** When all is to be had; empty if that is now, or does not matter. */
  private Optional<Instant> due(Api api, Instant now) {
    return api.evenIfYoung() || !isYoung(api, now) ? Optional.empty() : Optional.of(whole(api));
  }

  private boolean isYoung(Api api, Instant now) {
    return now.isBefore(whole(api));
  }

  /** Counted from the last upload, or from the end of the runs where nobody knows of one. */
  private Instant whole(Api api) {
    LongStream known = config.scope().uploads().stream().mapToLong(Span::max);
    LongStream ended = config.runs().stream().map(SentRun::ended).mapToLong(Instant::toEpochMilli);
    long last = known.max().orElseGet(() -> ended.max().orElse(Instant.EPOCH.toEpochMilli()));
    return Instant.ofEpochMilli(last).plus(api.asked().lag());
  }

  private VerifyReport report(String folder) {
    boolean known = !config.runs().isEmpty();
    return new VerifyReport(
        folder,
        config.settings(),
        config.scope().uploads(),
        known ? config.runs().stream().mapToLong(SentRun::accepted).sum() : -1,
        config.runs().size() == 1 ? config.runs().get(0).elsewhere() : 0);
  }

  private List<InputFile> stored(String folder, Instant now)
      throws IOException, InterruptedException {
    if (config.stored().api().isEmpty()) {
      return config.stored().files();
    }
    Api api = config.stored().api().get();
    // What need not be whole yet is nobody else's.
    String place =
        isYoung(api, now)
            ? folder + "export/"
            : config.output() + "export-" + api.asked().project() + "/";
    err.println("What is stored goes to " + place + "; what is there is not fetched again");
    ExportShelf shelf = new ExportShelf(S3Store.orOther(place, options));
    try (GoogleHttpTransport http = new GoogleHttpTransport(api.requestTimeout())) {
      Asking asking = new Asking(http, waiting, api.retry(), err::println);
      return shelf.files(api.asked().fetch(config.scope().uploads(), asking, shelf));
    }
  }

  private void compare(List<InputFile> stored, VerifyReport report) {
    if (!EngineDefaults.worksHere(options)) {
      carryOut(stored, report);
      return;
    }
    long bytes =
        InputFiles.bytesToRead(config.sent(), new LeftOut(config.mapping(), false))
            + Stream.of(config.aside(), stored)
                .flatMap(List::stream)
                .mapToLong(InputFile::bytes)
                .sum();
    ProgressView view = ProgressView.ofThisProcess(err, bytes);
    try {
      carryOut(stored, report);
    } finally {
      view.close();
    }
  }

  private void carryOut(List<InputFile> stored, VerifyReport report) {
    Pipeline pipeline = Pipeline.create(options);
    VerifyPipeline.build(pipeline, config, stored, report);
    err.println("Comparing: nothing is sent; results go to " + report.file());
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("the engine ended the job as " + state);
    }
  }

  private ExitCode failed(Throwable failure) {
    Redactor redactor =
        Redactor.of(config.stored().api().map(api -> api.asked().secrets()).orElse(List.of()));
    Optional<Meaning> meaning = Failures.of(failure);
    if (meaning.isPresent()) {
      return ended(meaning.get().code(), redactor.redact(meaning.get().message()));
    }
    LOG.error(
        "the verification failed{}{}",
        System.lineSeparator(),
        redactor.redact(Throwables.getStackTraceAsString(failure)));
    return ended(ExitCode.INTERNAL_FAULT, redactor.redact(String.valueOf(failure)));
  }

  private ExitCode ended(ExitCode code, String message) {
    err.println("Stopped: " + message);
    err.println("Outcome: " + code.meaning() + " (exit code " + code.number() + ")");
    return code;
  }
}

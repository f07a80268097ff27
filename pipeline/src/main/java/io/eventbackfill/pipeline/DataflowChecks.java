package io.eventbackfill.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/**
 * What Dataflow can't do, said before anything is read. Its workers are other machines, without
 * this one's disks and variables, and whoever may look at a job sees its options and its code.
 */
final class DataflowChecks {
  private static final Pattern ADDRESS = Pattern.compile("(?!file:)[a-z][a-z0-9+.-]*://.*");

  private static final String OBJECT_KEY = "file:gs://BUCKET/OBJECT";

  private final PipelineOptions all;
  private final BackfillOptions options;
  private final DataflowPipelineOptions dataflow;
  private final List<String> problems;
  private boolean usesS3;

  private DataflowChecks(PipelineOptions all, List<String> problems) {
    this.all = all;
    this.options = all.as(BackfillOptions.class);
    this.dataflow = all.as(DataflowPipelineOptions.class);
    this.problems = problems;
  }

  /** True if Dataflow is to run the job. */
  static boolean isChosen(PipelineOptions options) {
    return DataflowRunner.class.isAssignableFrom(options.getRunner());
  }

  /** True if a job is described for somebody else to start it, as a template's launcher does. */
  static boolean makesTemplate(PipelineOptions options) {
    return isChosen(options)
        && options.as(DataflowPipelineOptions.class).getTemplateLocation() != null;
  }

  /**
   * Looks at the options of a run on Dataflow.
   *
   * @param problems takes a sentence for each fault
   */
  static void check(PipelineOptions options, List<String> problems) {
    if (isChosen(options)) {
      new DataflowChecks(options, problems).check();
    }
    if (isChosen(options) && problems.isEmpty()) {
      ask(options, problems);
    }
  }

  /** The engine's own checks, of names, buckets and permissions. */
  private static void ask(PipelineOptions options, List<String> problems) {
    try {
      DataflowRunner unused = DataflowRunner.fromOptions(options);
    } catch (RuntimeException e) {
      // Of many kinds, and all about the options.
      problems.add("--runner=DataflowRunner: " + words(e));
    }
  }

  /** The outer ones say what was asked for, the inner ones what is wrong with it. */
  private static String words(Throwable fault) {
    Set<String> words = new LinkedHashSet<>();
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String.valueOf(cause.getMessage())
          .lines()
          .findFirst()
          .map(String::strip)
          .ifPresent(words::add);
    }
    return String.join(": ", words);
  }

  private void check() {
    required();
    folders();
    apiKey();
    credentials();
    batch();
    workers();
    if (makesTemplate(all) && !BackfillOptions.NO_LEDGER.equals(options.getLedger())) {
      problems.add(
          "--ledger needs a process that holds it until the job is done, and a template's launcher"
              + " does not stay: run this command where it can wait, or use --ledger=none");
    }
  }

  private void required() {
    if (dataflow.getProject() == null) {
      problems.add("--project is required: the Google Cloud project to run in");
    }
    if (dataflow.getRegion() == null || dataflow.getRegion().isEmpty()) {
      problems.add("--region is required: where Dataflow is to run, such as us-central1");
    }
    // Else a bucket would be made, unasked.
    if (all.getTempLocation() == null) {
      problems.add(
          "--tempLocation is required: a folder for Dataflow's own files, such as"
              + " gs://BUCKET/tmp");
    }
  }

  private void folders() {
    for (String glob : ConfigReader.list(options.getInput())) {
      reachable("input", glob);
    }
    for (String glob : ConfigReader.list(options.getExcludeInput())) {
      reachable("excludeInput", glob);
    }
    reachable("output", options.getOutput());
    if (!BackfillOptions.NO_LEDGER.equals(options.getLedger())) {
      reachable("ledger", options.getLedger());
    }
  }

  private void reachable(String option, @Nullable String place) {
    usesS3 |= place != null && S3Objects.isAddress(place);
    if (place != null && !place.isBlank() && !ADDRESS.matcher(place).matches()) {
      problems.add(
          "--%s=%s is on this machine, where Dataflow's workers can't reach it; use gs://"
              .formatted(option, place));
    }
  }

  /** Nothing of a key that is given as such is repeated. */
  private void apiKey() {
    String reference = options.getApiKey();
    if (reference == null || reference.isBlank()) {
      return;
    }
    if (reference.startsWith("env:")) {
      problems.add(
          "--apiKey=%s: Dataflow's workers do not have the variables of this machine; use %s"
              .formatted(reference, OBJECT_KEY));
    } else if (!reference.startsWith("file:")) {
      problems.add(
          "--apiKey holds the key itself, which everybody who may look at the job would see; use "
              + OBJECT_KEY);
    } else if (!ADDRESS.matcher(reference.substring("file:".length())).matches()) {
      problems.add(
          "--apiKey=%s is on this machine, where Dataflow's workers can't reach it; use %s"
              .formatted(reference, OBJECT_KEY));
    }
  }

  /** On the service's machines nothing of AWS is known, and what the options say is shown. */
  private void credentials() {
    S3Options s3 = all.as(S3Options.class);
    ProxyConfiguration proxy = s3.getProxyConfiguration();
    boolean shown =
        s3.getAwsCredentialsProvider() instanceof StaticCredentialsProvider
            || s3.getSSECustomerKey().getKey() != null
            || (proxy != null && proxy.password() != null);
    if (shown) {
      problems.add(
          "--awsCredentialsProvider, --SSECustomerKey or --proxyConfiguration holds a key, which"
              + " everybody who may look at the job would see; copy what is on S3 to gs:// first");
    } else if (usesS3 && s3.getAwsCredentialsProvider() instanceof DefaultCredentialsProvider) {
      problems.add(
          "s3://: Dataflow's workers have no credentials for it; copy what is on S3 to gs:// first");
    }
  }

  private void batch() {
    if (dataflow.isStreaming()) {
      problems.add("--streaming=true: a lane can't be sorted by time before it is whole");
    }
  }

  private void workers() {
    DataflowPipelineWorkerPoolOptions pool = all.as(DataflowPipelineWorkerPoolOptions.class);
    int most = DataflowDefaults.mostWorkers(pool);
    if (most < 1) {
      problems.add(
          "--autoscalingAlgorithm=%s needs --maxNumWorkers: the rates are divided among as many"
              .formatted(pool.getAutoscalingAlgorithm()));
    } else if (most != options.getWorkerProcesses()) {
      problems.add(
          "--workerProcesses=%d and up to %d workers: the rates are divided among the former, so"
                  .formatted(options.getWorkerProcesses(), most)
              + " both must be the same; one of them is enough");
    }
  }
}

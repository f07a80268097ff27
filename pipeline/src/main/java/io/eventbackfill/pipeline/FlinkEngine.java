package io.eventbackfill.pipeline;

import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.configuration.DeploymentOptions;

/** What Flink should do unless it is told otherwise, and what it is told in vain. */
final class FlinkEngine {
  /** Where {@code flink run} says it runs: it sets an environment up around the command. */
  private static final String AROUND = "[auto]";

  private FlinkEngine() {}

  /** True if these options choose Flink. */
  static boolean isChosen(PipelineOptions options) {
    return options.getRunner().getName().equals(FlinkRunner.class.getName());
  }

  /** Chooses Flink. */
  static void choose(PipelineOptions options) {
    options.setRunner(FlinkRunner.class);
  }

  /** Sets the defaults that the arguments do not mention. */
  static void apply(PipelineOptions options, String[] args) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    // Copies between steps protect from steps that change what they were given. Ours do not: the
    // Direct Runner's checks, which are on in tests, would find one that does.
    if (!EngineDefaults.mentions(args, "--objectReuse")) {
      flink.setObjectReuse(true);
    }
    if (!EngineDefaults.mentions(args, "--fasterCopy")) {
      flink.setFasterCopy(true);
    }
  }

  /**
   * Says what can't work, before a job fails by it.
   *
   * @param problems takes a sentence for each fault
   */
  static void check(PipelineOptions options, List<String> problems) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (!flink.getAttachedMode() || isSubmittedDetached(flink)) {
      problems.add(
          "a detached job has nobody to hold its ledger and to say what became of it: leave out"
              + " --attachedMode=false, and -d of flink run");
    }
  }

  @SuppressWarnings("deprecation") // Beam's batches are of this API.
  private static boolean isSubmittedDetached(FlinkPipelineOptions flink) {
    return flink.getFlinkMaster().equals(AROUND)
        && !ExecutionEnvironment.getExecutionEnvironment()
            .getConfiguration()
            .getOptional(DeploymentOptions.ATTACHED)
            .orElse(true);
  }
}

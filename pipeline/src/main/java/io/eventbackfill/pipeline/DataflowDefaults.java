package io.eventbackfill.pipeline;

import static io.eventbackfill.pipeline.EngineDefaults.mentions;

import io.eventbackfill.rehearsal.Slots;
import org.apache.beam.runners.dataflow.options.DataflowPipelineDebugOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions.AutoscalingAlgorithmType;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** What Dataflow should do unless it is told otherwise. */
final class DataflowDefaults {
  /** 16 GB for up to 64 lanes; the service's own choice for batch has a quarter of it. */
  private static final String MACHINE = "e2-standard-4";

  private DataflowDefaults() {}

  /**
   * Sets the defaults that the arguments do not mention.
   *
   * @param mostThreads of one worker
   */
  static void apply(PipelineOptions options, String[] args, int mostThreads) {
    if (!DataflowChecks.isChosen(options)) {
      return;
    }
    BackfillOptions ours = options.as(BackfillOptions.class);
    DataflowPipelineWorkerPoolOptions pool = options.as(DataflowPipelineWorkerPoolOptions.class);
    if (!mentions(args, "--appName")) {
      // Begins the job's name, unless --jobName gives that.
      options.as(ApplicationNameOptions.class).setAppName("event-backfill");
    }
    // What sends is what the rates are divided among, so the number of workers stays as it is.
    if (pool.getAutoscalingAlgorithm() == null) {
      pool.setAutoscalingAlgorithm(AutoscalingAlgorithmType.NONE);
    }
    if (mentions(args, "--workerProcesses") || mostWorkers(pool) < 1) {
      if (isFixed(pool) && !mentions(args, "--numWorkers")) {
        pool.setNumWorkers(ours.getWorkerProcesses());
      }
    } else {
      ours.setWorkerProcesses(mostWorkers(pool));
    }
    if (!mentions(args, "--workerMachineType")) {
      pool.setWorkerMachineType(MACHINE);
    }
    // A lane that waits for its turn holds its thread, and there are as many as cores otherwise.
    if (!mentions(args, "--numberOfWorkerHarnessThreads")) {
      options
          .as(DataflowPipelineDebugOptions.class)
          .setNumberOfWorkerHarnessThreads(
              threads(ours.getLanes(), ours.getWorkerProcesses(), mostThreads));
    }
  }

  /** A lane at a time in each thread of each worker. */
  static Slots slots(PipelineOptions options) {
    int threads = options.as(DataflowPipelineDebugOptions.class).getNumberOfWorkerHarnessThreads();
    int workers = options.as(BackfillOptions.class).getWorkerProcesses();
    return new Slots(Math.max(1, threads) * Math.max(1, workers), Slots.Dealing.WHOEVER_IS_FREE);
  }

  /** As many workers as there can be; none if that is not said. */
  static int mostWorkers(DataflowPipelineWorkerPoolOptions pool) {
    return isFixed(pool) ? pool.getNumWorkers() : pool.getMaxNumWorkers();
  }

  private static boolean isFixed(DataflowPipelineWorkerPoolOptions pool) {
    return pool.getAutoscalingAlgorithm() == AutoscalingAlgorithmType.NONE;
  }

  private static int threads(int lanes, int workers, int most) {
    int each = Math.max(1, workers);
    long share = ((long) lanes + each - 1) / each;
    return (int) Math.max(1, Math.min(share, most));
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.rehearsal.Slots;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** What an engine should do unless it is told otherwise. */
final class EngineDefaults {
  /** More threads than this, each with a request in hand, cost more memory than they save time. */
  private static final int MOST_THREADS = 64;

  private static final String DIRECT_RUNNER = "org.apache.beam.runners.direct.DirectRunner";
  private static final String DATAFLOW_RUNNER = "org.apache.beam.runners.dataflow.DataflowRunner";

  private EngineDefaults() {}

  /** Sets the defaults of the chosen engine that the arguments do not mention. */
  static void apply(PipelineOptions options, String[] args) {
    // The jar for Flink clusters holds no other engine.
    if (!isThere(DIRECT_RUNNER)) {
      FlinkEngine.choose(options);
    }
    if (FlinkEngine.isChosen(options)) {
      FlinkEngine.apply(options, args);
    } else if (options.getRunner().getName().equals(DIRECT_RUNNER)) {
      Direct.apply(options, args);
    } else if (options.getRunner().getName().equals(DATAFLOW_RUNNER)) {
      DataflowDefaults.apply(options, args, MOST_THREADS);
    }
  }

  /** Whether the chosen engine works in this process, whose counters then tell how far it is. */
  static boolean worksHere(PipelineOptions options) {
    return !DataflowChecks.isChosen(options)
        && !(FlinkEngine.isChosen(options) && FlinkEngine.cluster(options).isPresent());
  }

  /**
   * Says what the chosen engine can't do.
   *
   * @param problems takes a sentence for each fault
   */
  static void check(PipelineOptions options, List<String> problems) {
    if (FlinkEngine.isChosen(options)) {
      FlinkEngine.check(options, problems);
    } else if (options.getRunner().getName().equals(DATAFLOW_RUNNER)) {
      DataflowChecks.check(options, problems);
    }
  }

  /** Where the chosen engine has lanes at work side by side. */
  static Slots slots(PipelineOptions options) {
    if (FlinkEngine.isChosen(options)) {
      return FlinkEngine.slots(options);
    }
    return switch (options.getRunner().getName()) {
      case DIRECT_RUNNER -> Direct.slots(options);
      case DATAFLOW_RUNNER -> DataflowDefaults.slots(options);
      default -> throw new IllegalStateException("an engine of another kind");
    };
  }

  /** A class of its own, for where there is no Direct Runner. */
  private static final class Direct {
    static void apply(PipelineOptions options, String[] args) {
      DirectOptions direct = options.as(DirectOptions.class);
      // These checks find mistakes in a pipeline's code, at half of the Direct Runner's speed.
      if (!mentions(args, "--enforceImmutability")) {
        direct.setEnforceImmutability(false);
      }
      if (!mentions(args, "--enforceEncodability")) {
        direct.setEnforceEncodability(false);
      }
      // A lane that waits for its turn holds its thread, and lanes that do not run can't be taken
      // into account when the one furthest behind goes first.
      if (!mentions(args, "--targetParallelism")) {
        int lanes = options.as(BackfillOptions.class).getLanes();
        direct.setTargetParallelism(
            Math.max(direct.getTargetParallelism(), Math.min(lanes, MOST_THREADS)));
      }
    }

    static Slots slots(PipelineOptions options) {
      int threads = options.as(DirectOptions.class).getTargetParallelism();
      return new Slots(threads, Slots.Dealing.WHOEVER_IS_FREE);
    }
  }

  private static boolean isThere(String type) {
    return EngineDefaults.class.getClassLoader().getResource(type.replace('.', '/') + ".class")
        != null;
  }

  /** True if the arguments give this option a value. */
  static boolean mentions(String[] args, String option) {
    return Arrays.stream(args).anyMatch(arg -> arg.equals(option) || arg.startsWith(option + "="));
  }
}

package io.eventbackfill.pipeline;

import java.util.Arrays;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** What an engine should do unless it is told otherwise. */
final class EngineDefaults {
  /** More threads than this, each with a request in hand, cost more memory than they save time. */
  private static final int MOST_THREADS = 64;

  private EngineDefaults() {}

  /** Sets the defaults of all engines that the arguments do not mention. */
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

  private static boolean mentions(String[] args, String option) {
    return Arrays.stream(args).anyMatch(arg -> arg.equals(option) || arg.startsWith(option + "="));
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.steps.PerWorker;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * One call of the tool.
 *
 * @param args as they were given
 * @param options what could be understood of them
 * @param problems a sentence for each fault so far; a command adds its own and reports all at once
 * @param out takes the result
 * @param err takes progress and complaints
 * @param waiting makes a worker's time, and that of the runs
 * @param begun told as soon as a run can be asked to stop
 */
record Invocation(
    List<String> args,
    PipelineOptions options,
    List<String> problems,
    PrintStream out,
    PrintStream err,
    PerWorker<Waiting> waiting,
    Runnable begun) {

  /** The arguments, as {@code main} got them. */
  String[] argv() {
    return args.toArray(String[]::new);
  }

  /** The time, by the clock that the runs go by. */
  Instant now() {
    return waiting.get().clock().instant();
  }

  /**
   * Ends here if anything is wrong.
   *
   * @throws ConfigurationException with all that is
   */
  void requireNoProblems() throws ConfigurationException {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}

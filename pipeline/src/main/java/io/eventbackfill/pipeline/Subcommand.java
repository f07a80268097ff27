package io.eventbackfill.pipeline;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What the tool can be asked to do: {@code java -jar event-backfill.jar NAME --option=value ...}.
 */
interface Subcommand {

  /** The first argument. */
  String name();

  /** The ways to call it, each as it follows the jar's name. */
  List<String> usage();

  /** The options that only it has, or those it shares with others. */
  Class<? extends PipelineOptions> optionsType();

  /** Options of parts that only it has, beside its own. */
  default List<Class<? extends PipelineOptions>> moreOptions() {
    return List.of();
  }

  /**
   * Does it.
   *
   * @throws ConfigurationException if the command line is wrong, with all that is wrong
   */
  ExitCode run(Invocation call) throws ConfigurationException;
}

package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The command. Everything but leaving the process is in {@link #run}. */
public final class BackfillMain {
  private BackfillMain() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs the command.
   *
   * @param out takes the account of the run
   * @param err takes progress and complaints
   * @return the exit status, the number of an {@link ExitCode}
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (CommandLine.asksForHelp(args)) {
      HelpText.print(out);
      return ExitCode.COMPLETE.number();
    }
    registerOptions();
    try {
      List<String> problems = new ArrayList<>();
      PipelineOptions options = CommandLine.parse(args, problems);
      EngineDefaults.apply(options, args);
      FileSystems.setDefaultPipelineOptions(options);
      BackfillConfig config = ConfigReader.read(options, problems);
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new BackfillRun(config, options, InstantSource.system()).execute(out, err).number();
    } catch (ConfigurationException e) {
      err.println(e.getMessage());
      return ExitCode.BAD_CONFIGURATION.number();
    }
  }

  private static void registerOptions() {
    PipelineOptionsFactory.register(BackfillOptions.class);
    for (Destination.Factory factory : Destinations.byName().values()) {
      PipelineOptionsFactory.register(factory.optionsType());
    }
  }
}

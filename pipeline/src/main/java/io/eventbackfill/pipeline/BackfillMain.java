package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.mappingfile.MappingSchema;
import io.eventbackfill.pipeline.ConfigReader.MappedInput;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.steps.DeliverLanes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The command. Everything but leaving the process is in {@link #run}. */
public final class BackfillMain {
  /** They are held in memory, and somebody reads them. */
  private static final int MOST_SAMPLED = 100_000;

  private BackfillMain() {}

  public static void main(String[] args) {
    Signals signals = new Signals(System.err, Runtime.getRuntime()::halt);
    System.exit(run(args, System.out, System.err, SystemWaiting::create, signals::heed));
  }

  /**
   * Runs the command. Signals remain what they are to the process it is run in.
   *
   * @param out takes the account of the run
   * @param err takes progress and complaints
   * @return the exit status, the number of an {@link ExitCode}
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, out, err, SystemWaiting::create);
  }

  /**
   * Runs the command with another clock behind the sending, to rehearse hours in seconds.
   *
   * @param waiting makes a worker's time; it is made in the worker's process
   */
  public static int run(
      String[] args, PrintStream out, PrintStream err, DeliverLanes.Worker<Waiting> waiting) {
    return run(args, out, err, waiting, () -> {});
  }

  /** Before a run has begun there is nothing to settle: until then a signal just ends it. */
  private static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      DeliverLanes.Worker<Waiting> waiting,
      Runnable begun) {
    if (CommandLine.asksForHelp(args)) {
      HelpText.print(out);
      return ExitCode.COMPLETE.number();
    }
    registerOptions();
    StopRequest.startAfresh();
    try {
      List<String> problems = new ArrayList<>();
      if (CommandLine.asksForLedger(args)) {
        return ledger(args, out, err, waiting);
      }
      if (CommandLine.asksForMapping(args)) {
        return mapping(args, out);
      }
      PipelineOptions options = parsed(args, problems);
      EngineDefaults.apply(options, args);
      EngineDefaults.check(options, problems);
      BackfillConfig config = ConfigReader.read(options, problems);
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      Start start = new Start(config, options, waiting, out, err, begun);
      return start.execute().number();
    } catch (ConfigurationException e) {
      err.println(e.getMessage());
      return ExitCode.BAD_CONFIGURATION.number();
    }
  }

  /** The options, and from here on the file systems know them. */
  private static PipelineOptions parsed(String[] args, List<String> problems) {
    PipelineOptions options = CommandLine.parse(args, problems);
    StoreSettings.apply(options, args, problems);
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  private static int ledger(
      String[] args, PrintStream out, PrintStream err, DeliverLanes.Worker<Waiting> waiting)
      throws ConfigurationException {
    List<String> problems = new ArrayList<>();
    PipelineOptions options = parsed(args, problems);
    String folder = options.as(BackfillOptions.class).getLedger();
    if (folder == null) {
      problems.add("--ledger is required: the folder to show");
    }
    if (folder == null || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    try {
      new LedgerCommand(S3Store.orOther(folder, options), waiting.get().clock(), out)
          .show(options.as(LedgerOptions.class).getRun());
      return ExitCode.COMPLETE.number();
    } catch (LedgerRefusedException | IOException e) {
      err.println("Refused: " + e.getMessage());
      return ExitCode.REFUSED_BY_LEDGER.number();
    }
  }

  private static int mapping(String[] args, PrintStream out) throws ConfigurationException {
    List<String> problems = new ArrayList<>();
    PipelineOptions options = parsed(args, problems);
    if (problems.isEmpty() && options.as(MappingOptions.class).getSchema()) {
      out.print(MappingSchema.text());
      return ExitCode.COMPLETE.number();
    }
    int sample = options.as(MappingOptions.class).getSample();
    if (sample < 1 || sample > MOST_SAMPLED) {
      problems.add("--sample=%d must be from 1 to %d".formatted(sample, MOST_SAMPLED));
    }
    if (!options.as(MappingOptions.class).getCheck()) {
      problems.add("--check=false leaves nothing to do");
    }
    MappedInput input = ConfigReader.readInput(options, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    ExportFileReader reader = new ExportFileReader(input.settings());
    return new MappingCommand(input.mapping(), out).check(input.files(), reader, sample).number();
  }

  private static void registerOptions() {
    PipelineOptionsFactory.register(MappingOptions.class);
    PipelineOptionsFactory.register(BackfillOptions.class);
    PipelineOptionsFactory.register(LedgerOptions.class);
    for (Destination.Factory factory : Destinations.byName().values()) {
      PipelineOptionsFactory.register(factory.optionsType());
    }
  }
}

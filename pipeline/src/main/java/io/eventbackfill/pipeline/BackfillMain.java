package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StopRequest;
import io.eventbackfill.delivery.SystemWaiting;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.steps.PerWorker;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** The command. Everything but leaving the process is in {@link #run}. */
public final class BackfillMain {
  private BackfillMain() {}

  public static void main(String[] args) {
    PrintStream err = Terminal.standardError(System.err);
    // For what others print, such as warnings: it must not get in the way of what is drawn.
    System.setErr(err);
    Signals signals = new Signals(err, Runtime.getRuntime()::halt);
    System.exit(run(args, System.out, err, SystemWaiting::create, signals::heed));
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
      String[] args, PrintStream out, PrintStream err, PerWorker<Waiting> waiting) {
    return run(args, out, err, waiting, () -> {});
  }

  /** Before a run has begun there is nothing to settle: until then a signal just ends it. */
  private static int run(
      String[] args, PrintStream out, PrintStream err, PerWorker<Waiting> waiting, Runnable begun) {
    if (CommandLine.asksForHelp(args)) {
      HelpText.print(out);
      return ExitCode.COMPLETE.number();
    }
    StopRequest.startAfresh();
    try {
      List<String> problems = new ArrayList<>();
      PipelineOptions options = parsed(args, problems);
      Invocation call = new Invocation(List.of(args), options, problems, out, err, waiting, begun);
      return Subcommands.of(args).run(call).number();
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
}

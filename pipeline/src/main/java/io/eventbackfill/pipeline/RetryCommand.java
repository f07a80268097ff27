package io.eventbackfill.pipeline;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Tries again what runs have set aside: dead letters that somebody has corrected, and deferred
 * events. It is a run whose input they are; what is its own is how it finds them, and what it does
 * with those that a ledger has seen before ({@link LedgeredBackfill}).
 */
final class RetryCommand implements Subcommand {
  @Override
  public String name() {
    return "retry";
  }

  @Override
  public List<String> usage() {
    return List.of("retry --from=FOLDERS --option=value ...");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return RetryOptions.class;
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    BackfillOptions options = call.options().as(BackfillOptions.class);
    RetryOptions own = call.options().as(RetryOptions.class);
    List<String> folders = ConfigReader.list(own.getFrom());
    if (options.getInput() != null) {
      call.problems().add("--input is for runs; a retry reads the folders of --from");
    }
    if (folders.isEmpty()) {
      call.problems()
          .add("--from is required: folders of rows to try again, such as --from=out/RUN");
    }
    List<String> globs = new SetAsideFolders(options, call.problems()).globs(folders);
    if (globs.isEmpty() && call.problems().isEmpty()) {
      call.out().println("Nothing to try again in " + String.join(", ", folders));
      return ExitCode.COMPLETE;
    }
    own.setFrom(String.join(",", folders));
    options.setInput(String.join(",", globs));
    // What the rows were once does not matter: they were set aside as JSON.
    options.setInputFormat("auto");
    return RunCommand.carryOut(call);
  }
}

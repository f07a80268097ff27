package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.LedgerRefusedException;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Shows what a ledger remembers. */
final class LedgerCommand implements Subcommand {
  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public List<String> usage() {
    return List.of("ledger --ledger=FOLDER [--run=ID]");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return LedgerOptions.class;
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    PipelineOptions options = call.options();
    String folder = options.as(BackfillOptions.class).getLedger();
    if (folder == null) {
      call.problems().add("--ledger is required: the folder to show");
    }
    if (folder == null || !call.problems().isEmpty()) {
      throw new ConfigurationException(call.problems());
    }
    try {
      new LedgerView(S3Store.orOther(folder, options), call.waiting().get().clock(), call.out())
          .show(options.as(LedgerOptions.class).getRun());
      return ExitCode.COMPLETE;
    } catch (LedgerRefusedException | IOException e) {
      call.err().println("Refused: " + e.getMessage());
      return ExitCode.REFUSED_BY_LEDGER;
    }
  }
}

package io.eventbackfill.pipeline;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Reads, maps and sends: what the tool is for. */
final class RunCommand implements Subcommand {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public List<String> usage() {
    return List.of("[run] --option=value ...");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return BackfillOptions.class;
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    if (call.options().as(RetryOptions.class).getFrom() != null) {
      call.problems().add("--from is for the command retry; a run reads --input");
    }
    return carryOut(call);
  }

  /** Does what the options say, whoever has set them. */
  static ExitCode carryOut(Invocation call) throws ConfigurationException {
    EngineDefaults.apply(call.options(), call.argv());
    EngineDefaults.check(call.options(), call.problems());
    BackfillConfig config = ConfigReader.read(call.options(), call.now(), call.problems());
    call.requireNoProblems();
    return new Start(config, call.options(), call.waiting(), call.out(), call.err(), call.begun())
        .execute();
  }
}

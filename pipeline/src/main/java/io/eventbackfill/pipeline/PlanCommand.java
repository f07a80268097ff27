package io.eventbackfill.pipeline;

import io.eventbackfill.model.InputFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.sdk.options.PipelineOptions;

/** Reads everything, sends nothing, and says what a run would do. */
final class PlanCommand implements Subcommand {
  /** As long as a key, since requests hold it. */
  private static final String NO_KEY = "0".repeat(32);

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public List<String> usage() {
    return List.of(
        "plan --option=value ... [--live=GLOBS] [--requestTime=200ms]   (of all the input; sends nothing)");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return PlanOptions.class;
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    PipelineOptions options = call.options();
    EngineDefaults.apply(options, call.argv());
    // The whole input is looked at, whatever a ledger knows.
    BackfillOptions ours = options.as(BackfillOptions.class);
    ours.setLedger(BackfillOptions.NO_LEDGER);
    EngineDefaults.check(options, call.problems());
    if (DataflowChecks.makesTemplate(options)) {
      call.problems().add("--templateLocation makes a template of a run, not of a plan");
    }
    boolean hasKey = ours.getApiKey() != null && !ours.getApiKey().isBlank();
    if (!hasKey) {
      ours.setApiKey(NO_KEY);
    }
    Duration requestTime = requestTime(options.as(PlanOptions.class), call.problems());
    List<InputFile> live = LiveInput.files(options, call.problems());
    BackfillConfig config = ConfigReader.read(options, call.now(), call.problems());
    call.requireNoProblems();
    SortedMap<String, String> settings = settings(options);
    if (!hasKey) {
      settings.remove("apiKey");
    }
    Forecast forecast = Forecast.of(config, options, requestTime);
    return new PlanRun(config, live, forecast, settings, options, call.waiting())
        .execute(call.out(), call.err(), call.begun());
  }

  private static Duration requestTime(PlanOptions options, List<String> problems) {
    Optional<Duration> time = Units.duration(options.getRequestTime());
    if (time.isEmpty()) {
      problems.add(
          "--requestTime=%s is not a time such as 200ms".formatted(options.getRequestTime()));
    }
    return time.orElse(Duration.ZERO);
  }

  /** The options that are in force; the key only by reference. */
  private static SortedMap<String, String> settings(PipelineOptions options) {
    SortedMap<String, String> settings = OptionCatalog.values(options);
    settings.remove("ledger");
    settings.put("requestTime", options.as(PlanOptions.class).getRequestTime());
    settings.put("runner", options.getRunner().getSimpleName());
    return settings;
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.StoredApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** Compares what was sent with what the vendor holds. */
final class VerifyCommand implements Subcommand {
  @Override
  public String name() {
    return "verify";
  }

  @Override
  public List<String> usage() {
    return List.of(
        "verify --run=FOLDERS --stored=" + anApi() + " --output=FOLDER ...",
        "verify --sent=GLOBS --stored=GLOBS --output=FOLDER ...");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return VerifyOptions.class;
  }

  @Override
  public List<Class<? extends PipelineOptions>> moreOptions() {
    List<Class<? extends PipelineOptions>> options = new ArrayList<>();
    apis().forEach(api -> api.optionsType().ifPresent(options::add));
    return options;
  }

  private static String anApi() {
    return apis().findFirst().map(StoredApi.Factory::name).orElse("API");
  }

  private static Stream<StoredApi.Factory> apis() {
    return Destinations.byName().values().stream()
        .flatMap(destination -> destination.storedApis().stream());
  }

  @Override
  public ExitCode run(Invocation call) throws ConfigurationException {
    List<String> problems = call.problems();
    List<SentRun> runs = runs(call);
    PipelineOptions options = completed(call, runs);
    EngineDefaults.apply(options, call.argv());
    EngineDefaults.check(options, problems);
    VerifyConfig config = VerifyConfigReader.read(options, runs, problems);
    return new VerifyRun(config, options, call.waiting().get(), call.out(), call.err()).execute();
  }

  private static List<SentRun> runs(Invocation call) {
    List<SentRun> runs = new ArrayList<>();
    String folders = call.options().as(VerifyOptions.class).getRun();
    for (String folder : ConfigReader.list(folders)) {
      SentRun.read(folder, call.problems()).ifPresent(runs::add);
    }
    return runs;
  }

  /** What the runs were told, unless this call is told otherwise. */
  private static PipelineOptions completed(Invocation call, List<SentRun> runs) {
    Map<String, String> told = new TreeMap<>();
    for (SentRun run : runs) {
      run.settings()
          .forEach(
              (option, value) -> {
                String before = told.putIfAbsent(option, value);
                if (before != null && !before.equals(value) && !isGiven(call, option)) {
                  call.problems()
                      .add(
                          "--run: the runs had different --%s ('%s', '%s'); verify them one by one"
                              .formatted(option, before, value));
                }
              });
    }
    told.keySet().removeIf(option -> isGiven(call, option));
    if (told.isEmpty()) {
      return call.options();
    }
    List<String> args = new ArrayList<>(call.args());
    told.forEach((option, value) -> args.add("--" + option + "=" + value));
    String[] all = args.toArray(String[]::new);
    // What is wrong with the arguments themselves was said when they were read first.
    List<String> unused = new ArrayList<>();
    PipelineOptions options = CommandLine.parse(all, unused);
    StoreSettings.apply(options, all, unused);
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  private static boolean isGiven(Invocation call, String option) {
    return EngineDefaults.mentions(call.argv(), "--" + option);
  }
}

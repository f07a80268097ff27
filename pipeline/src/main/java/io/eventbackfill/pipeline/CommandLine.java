package io.eventbackfill.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Arguments to options. Looks at each argument by itself, so that every fault is found at once. */
final class CommandLine {
  private static final Pattern NAME =
      Pattern.compile("--([A-Za-z][A-Za-z0-9]*)(=.*)?", Pattern.DOTALL);

  /** The engine's own words for an unknown name, with its suggestion. */
  private static final Pattern SUGGESTION =
      Pattern.compile("Did you mean (?:one of )?\\[?'?([^'\\]?]+)");

  /** Names an engine knows by another meaning: silently taken, they would do nothing here. */
  private static final Map<String, String> MISLEADING =
      Map.of(
          "endpoint",
          "could be one of two: for where events go use --destinationEndpoint, for a store that"
              + " speaks S3's protocol --s3Endpoint",
          "project",
          "names a Google Cloud project, which only --runner=DataflowRunner needs; to select one"
              + " project of the input use --sourceProject",
          "region",
          "names a Google Cloud region, which only --runner=DataflowRunner needs; for the"
              + " destination's use --destinationRegion");

  /** Those of them that mean what they say to this runner. */
  private static final Set<String> OF_DATAFLOW = Set.of("project", "region");

  /** In the ways an engine may be named. */
  private static final Pattern DATAFLOW =
      Pattern.compile("--runner=dataflow(runner)?", Pattern.CASE_INSENSITIVE);

  /** What may hold a key: not even a part of it is repeated when it can't be read. */
  private static final Set<String> SECRET =
      Set.of(
          "awsCredentialsProvider",
          "gcpCredential",
          "hdfsConfiguration",
          "proxyConfiguration",
          "SSECustomerKey");

  private CommandLine() {}

  /** True if the arguments ask for help. */
  static boolean asksForHelp(String[] args) {
    return List.of(args).stream().anyMatch(arg -> arg.equals("--help") || arg.equals("help"));
  }

  /**
   * The options these arguments give.
   *
   * @param problems takes a sentence for each fault; the result holds what could be understood
   */
  static PipelineOptions parse(String[] args, List<String> problems) {
    KnownOptions.register(names(args));
    List<String> good = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (i == 0 && !arg.startsWith("-")) {
        List<String> commands = Subcommands.names();
        if (!commands.contains(arg)) {
          problems.add("command '%s' is unknown (%s)".formatted(arg, String.join(", ", commands)));
        }
        continue;
      }
      Matcher matcher = NAME.matcher(arg);
      if (!matcher.matches()) {
        problems.add("'" + arg + "' is not of the form --name=value");
      } else if (!seen.add(matcher.group(1))) {
        problems.add("--" + matcher.group(1) + " is given more than once");
      } else if (isMisleading(matcher.group(1), args)) {
        problems.add("--" + matcher.group(1) + " " + MISLEADING.get(matcher.group(1)));
      } else if (isUnderstood(arg, matcher.group(1), problems)) {
        good.add(arg);
      }
    }
    return PipelineOptionsFactory.fromArgs(good.toArray(String[]::new)).create();
  }

  private static Set<String> names(String[] args) {
    return Arrays.stream(args)
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }

  private static boolean isMisleading(String name, String[] args) {
    return MISLEADING.containsKey(name)
        && !(OF_DATAFLOW.contains(name)
            && Arrays.stream(args).anyMatch(arg -> DATAFLOW.matcher(arg).matches()));
  }

  private static boolean isUnderstood(String arg, String name, List<String> problems) {
    try {
      PipelineOptionsFactory.fromArgs(arg).create();
      return true;
    } catch (IllegalArgumentException e) {
      if (SECRET.contains(name)) {
        problems.add("--%s can't be read (it is not shown, for it may hold a key)".formatted(name));
        return false;
      }
      String message = String.valueOf(e.getMessage());
      if (message.contains("missing a property named")) {
        Matcher suggestion = SUGGESTION.matcher(message);
        problems.add(
            "--%s is unknown%s"
                .formatted(
                    name,
                    suggestion.find()
                        ? "; did you mean --" + suggestion.group(1).strip() + "?"
                        : " (--help lists all options)"));
      } else {
        problems.add("--" + name + " can't be read: " + message);
      }
      return false;
    }
  }
}

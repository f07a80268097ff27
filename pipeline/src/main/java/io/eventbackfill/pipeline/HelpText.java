package io.eventbackfill.pipeline;

import io.eventbackfill.delivery.Destination;
import io.eventbackfill.pacing.PacingLimits;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** What {@code --help} prints; made from the options themselves. */
final class HelpText {
  private static final int WIDTH = 92;

  private HelpText() {}

  static void print(PrintStream out) {
    String indent = "Usage: ";
    for (Subcommand command : Subcommands.all()) {
      for (String usage : command.usage()) {
        out.println(indent + "java -jar event-backfill.jar " + usage);
        indent = " ".repeat(indent.length());
      }
    }
    out.println();
    out.println("Moves product events from exports into an analytics system: every event once, in");
    out.println("order per device, every row accounted for.");
    out.println();
    out.println("Options:");
    OptionCatalog.all().forEach(option -> print(option, out));
    Destinations.byName().values().forEach(factory -> printLimits(factory, out));
    out.println("  --runner  (default DirectRunner)");
    wrap(
        "The engine: DirectRunner, FlinkRunner or DataflowRunner. Example: --runner=FlinkRunner",
        out);
    out.println("  --flinkMaster  (default [auto])");
    wrap(
        "Where Flink runs: [local] is inside this process. Other options of the engines are taken"
            + " too, such as --parallelism and --targetParallelism. Example: --flinkMaster=[local]",
        out);
    out.println("  --project, --region, --tempLocation, --numWorkers, ...");
    wrap(
        "What Dataflow needs, and other options of it; see run-scripts/dataflow. Example:"
            + " --tempLocation=gs://company-backfill/tmp",
        out);
    out.println("  --awsRegion, --awsCredentialsProvider, --hdfsConfiguration, ...");
    wrap(
        "What the AWS and Hadoop file systems take besides the settings of your machine. Example:"
            + " --awsRegion=eu-west-1",
        out);
    for (Subcommand command : Subcommands.all()) {
      List<OptionCatalog.Option> own = own(command);
      if (!own.isEmpty()) {
        out.println();
        out.println("Options that only " + command.name() + " takes:");
        own.forEach(option -> print(option, out));
      }
    }
    out.println();
    out.println("Exit codes:");
    for (ExitCode code : ExitCode.values()) {
      out.println("  " + code.number() + "  " + code.meaning());
    }
  }

  private static void printLimits(Destination.Factory factory, PrintStream out) {
    PacingLimits limits = factory.defaultLimits();
    out.println("  unless given, with --destination=" + factory.name() + ":");
    wrap(
        "--maxEventsPerSecond=%s, --maxRequestsPerSecond=%s, --maxEventsPerSecondPerDevice=%s,"
                .formatted(
                    number(limits.eventsPerSecond()),
                    number(limits.requestsPerSecond()),
                    number(limits.eventsPerSecondPerActor()))
            + " --maxEventsPerDay="
            + number((double) limits.eventsPerDayPerActor()),
        out);
  }

  private static String number(double limit) {
    return limit == PacingLimits.NONE ? "(none)" : Long.toString((long) limit);
  }

  private static List<OptionCatalog.Option> own(Subcommand command) {
    Class<? extends PipelineOptions> type = command.optionsType();
    List<OptionCatalog.Option> own = new ArrayList<>();
    if (type != BackfillOptions.class) {
      own.addAll(OptionCatalog.of(type));
      // Those that it shares with other commands, and not with a run.
      for (Class<?> parent : type.getInterfaces()) {
        if (parent != PipelineOptions.class && parent != BackfillOptions.class) {
          own.addAll(OptionCatalog.of(parent.asSubclass(PipelineOptions.class)));
        }
      }
    }
    command.moreOptions().forEach(more -> own.addAll(OptionCatalog.of(more)));
    return own;
  }

  private static void print(OptionCatalog.Option option, PrintStream out) {
    String value =
        option.defaultValue().isEmpty() ? "" : "  (default " + option.defaultValue() + ")";
    out.println("  --" + option.name() + value);
    wrap(option.description(), out);
  }

  private static void wrap(String text, PrintStream out) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() + 7 > WIDTH && line.length() > 0) {
        out.println("      " + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.println("      " + line);
  }
}

package io.eventbackfill.pipeline;

import com.google.common.net.HostAndPort;
import io.eventbackfill.rehearsal.Slots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.LocalEnvironment;
import org.apache.flink.configuration.ConfigConstants;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;

/** What Flink should do unless it is told otherwise, and what it is told in vain. */
final class FlinkEngine {
  /** Where {@code flink run} says it runs: it sets an environment up around the command. */
  private static final String AROUND = "[auto]";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Pattern SCHEME = Pattern.compile("^https?://");

  private static final Set<String> IN_THIS_PROCESS = Set.of("[local]", "[collection]");

  private FlinkEngine() {}

  /** True if these options choose Flink. */
  static boolean isChosen(PipelineOptions options) {
    return options.getRunner().getName().equals(FlinkRunner.class.getName());
  }

  /** Chooses Flink. */
  static void choose(PipelineOptions options) {
    options.setRunner(FlinkRunner.class);
  }

  /** The cluster that does the work; none if that is this process. */
  static Optional<String> cluster(PipelineOptions options) {
    String master = options.as(FlinkPipelineOptions.class).getFlinkMaster();
    if (IN_THIS_PROCESS.contains(master) || (master.equals(AROUND) && !isSubmitted())) {
      return Optional.empty();
    }
    return Optional.of(master.equals(AROUND) ? "Flink" : "Flink at " + master);
  }

  @SuppressWarnings("deprecation") // Beam's batches are of this API.
  private static boolean isSubmitted() {
    return !(ExecutionEnvironment.getExecutionEnvironment() instanceof LocalEnvironment);
  }

  /** Sets the defaults that the arguments do not mention. */
  static void apply(PipelineOptions options, String[] args) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    // Copies between steps protect from steps that change what they were given. Ours do not: the
    // Direct Runner's checks, which are on in tests, would find one that does.
    if (!EngineDefaults.mentions(args, "--objectReuse")) {
      flink.setObjectReuse(true);
    }
    if (!EngineDefaults.mentions(args, "--fasterCopy")) {
      flink.setFasterCopy(true);
    }
    if (IN_THIS_PROCESS.contains(flink.getFlinkMaster())
        && !EngineDefaults.mentions(args, "--flinkConfDir")
        && System.getenv(ConfigConstants.ENV_FLINK_CONF_DIR) == null) {
      int atOnce = slots(options).count();
      flink.setFlinkConfDir(FlinkNetworkMemory.configuration(atOnce).toString());
    }
  }

  /** One lane at a time in each; which one, the number of the lane and of the slots decide. */
  static Slots slots(PipelineOptions options) {
    int given = options.as(FlinkPipelineOptions.class).getParallelism();
    int slots = given > 0 ? given : Runtime.getRuntime().availableProcessors();
    return new Slots(slots, Slots.Dealing.FIXED);
  }

  /**
   * Says what can't work, before a job fails by it.
   *
   * @param problems takes a sentence for each fault
   */
  static void check(PipelineOptions options, List<String> problems) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (!flink.getAttachedMode() || isSubmittedDetached(flink)) {
      problems.add(
          "a detached job has nobody to hold its ledger and to say what became of it: leave out"
              + " --attachedMode=false, and -d of flink run");
    }
    if (!flink.getFlinkMaster().startsWith("[")) {
      checkReachable(flink.getFlinkMaster(), problems);
    }
  }

  /** Flink's client tries for a minute, and then throws up its insides. */
  private static void checkReachable(String master, List<String> problems) {
    try (Socket socket = new Socket()) {
      HostAndPort address =
          HostAndPort.fromString(SCHEME.matcher(master).replaceFirst(""))
              .withDefaultPort(RestOptions.PORT.defaultValue());
      socket.connect(
          new InetSocketAddress(address.getHost(), address.getPort()), (int) PATIENCE.toMillis());
    } catch (IllegalArgumentException | IOException e) {
      problems.add(
          "--flinkMaster=%s can't be reached (%s); it is the JobManager's REST address, such as"
                  .formatted(master, e.getMessage())
              + " jobmanager:8081");
    }
  }

  @SuppressWarnings("deprecation") // Beam's batches are of this API.
  private static boolean isSubmittedDetached(FlinkPipelineOptions flink) {
    return flink.getFlinkMaster().equals(AROUND)
        && !ExecutionEnvironment.getExecutionEnvironment()
            .getConfiguration()
            .getOptional(DeploymentOptions.ATTACHED)
            .orElse(true);
  }
}

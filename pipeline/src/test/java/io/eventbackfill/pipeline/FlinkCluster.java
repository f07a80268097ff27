package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A real Flink cluster on loopback: a JobManager and TaskManagers of one slot each, every one a
 * process of its own. It holds Flink and nothing of ours: a job brings its classes along. Every
 * port is one that the system chose.
 */
final class FlinkCluster implements AutoCloseable {

  /** Seconds, but a busy machine is to have its time. */
  private static final Duration SOON = Duration.ofMinutes(2);

  /** Characters of each log in a failure's message; a job that restarts fills megabytes. */
  private static final int READABLE = 20_000;

  /** Flink and what it needs, among all that the tests need; the engine's Beam is no part of it. */
  private static final Pattern FLINK =
      Pattern.compile(
          "(flink|async-profiler|chill-java|commons-(cli|collections|compress|io|lang3|math3|text)"
              + "|javassist|jsr305|kryo|lz4-java|minlog|objenesis|slf4j|snakeyaml-engine"
              + "|snappy-java)-.*\\.jar");

  private static final Comparator<JsonNode> STARTED =
      Comparator.comparingLong(job -> job.path("start-time").asLong());

  private static final Pattern REST = Pattern.compile("Rest endpoint listening at ([\\w.]+:\\d+)");

  /** What Flink needs opened on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.reflect",
          "java.net",
          "java.io",
          "java.nio",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "sun.nio.ch");

  /**
   * Small, and quick to notice a death: refused connections tell after two heartbeats. The timeout
   * is longer, since a busy machine's processes are slow and not dead. One death costs a job three
   * attempts: connections break, tasks go to the dead process, and its partitions are missing.
   */
  private static final String CONFIG =
      """
      jobmanager.rpc.address: 127.0.0.1
      jobmanager.rpc.port: 0
      jobmanager.bind-host: 127.0.0.1
      jobmanager.memory.process.size: 1024m
      rest.address: 127.0.0.1
      rest.bind-address: 127.0.0.1
      rest.port: 0
      taskmanager.host: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      taskmanager.registration.timeout: 1 min
      taskmanager.numberOfTaskSlots: 1
      taskmanager.cpu.cores: 1.0
      taskmanager.memory.framework.heap.size: 128m
      taskmanager.memory.framework.off-heap.size: 128m
      taskmanager.memory.task.heap.size: 256m
      taskmanager.memory.task.off-heap.size: 0m
      taskmanager.memory.managed.size: 128m
      taskmanager.memory.network.min: 128m
      taskmanager.memory.network.max: 128m
      taskmanager.memory.jvm-metaspace.size: 256m
      taskmanager.memory.jvm-overhead.min: 192m
      taskmanager.memory.jvm-overhead.max: 192m
      heartbeat.interval: 1000
      heartbeat.timeout: 20000
      restart-strategy.type: fixed-delay
      restart-strategy.fixed-delay.attempts: 10
      restart-strategy.fixed-delay.delay: 1 s
      """;

  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  /** The JobManager first, then the TaskManagers in the order of their start. */
  private final List<Process> started = new CopyOnWriteArrayList<>();

  private String master = "";
  private String rpcPort = "";

  private FlinkCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a cluster; when this returns, all of it is there.
   *
   * @param folder takes configuration, logs and Flink's own files
   * @throws IllegalStateException with what the processes said, if it does not come up
   */
  static FlinkCluster start(Path folder, int taskManagers)
      throws IOException, InterruptedException {
    FlinkCluster cluster = new FlinkCluster(folder);
    // For a test that is interrupted: nothing else would end these processes.
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::kill, "flink-cluster-end"));
    boolean up = false;
    try {
      cluster.launchJobManager();
      for (int i = 0; i < taskManagers; i++) {
        cluster.launchTaskManager();
      }
      for (int i = 0; i < taskManagers; i++) {
        cluster.awaitTaskManager(i);
      }
      up = true;
      return cluster;
    } finally {
      if (!up) {
        cluster.close();
      }
    }
  }

  /** Where jobs are sent: host and port. */
  String master() {
    return master;
  }

  /** The command {@code flink run}, up to the jar, as Flink's own script would start it. */
  List<String> flinkRun(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add("env");
    command.add("FLINK_CONF_DIR=" + folder.resolve("conf"));
    command.addAll(java());
    command.addAll(List.of("-cp", classPath(), CliFrontend.class.getName()));
    command.addAll(List.of("run", "-m", master, "-c", main.getName()));
    return command;
  }

  /** How many records each TaskManager has read for a step of the last job, by its id. */
  Map<String, Long> readBy(String step) {
    Map<String, Long> read = new TreeMap<>();
    String job = "/jobs/" + jobs().max(STARTED).orElseThrow().path("jid").asText();
    for (JsonNode vertex : get(job).path("vertices")) {
      if (vertex.path("name").asText().contains(step)) {
        get(job + "/vertices/" + vertex.path("id").asText() + "/taskmanagers")
            .path("taskmanagers")
            .forEach(worker -> read.put(id(worker), worker.at("/metrics/read-records").asLong()));
      }
    }
    return read;
  }

  private static String id(JsonNode worker) {
    return worker.path("taskmanager-id").asText();
  }

  private Stream<JsonNode> jobs() {
    JsonNode jobs = get("/jobs/overview").path("jobs");
    return StreamSupport.stream(jobs.spliterator(), false);
  }

  /** Cancels the jobs that an abandoned client has left behind; when this returns, none runs. */
  void cancelAll() throws InterruptedException {
    jobs().filter(FlinkCluster::isRunning).forEach(job -> cancel(job.path("jid").asText()));
    await(0, () -> jobs().noneMatch(FlinkCluster::isRunning));
  }

  private static boolean isRunning(JsonNode job) {
    return job.path("end-time").asLong() < 0;
  }

  private void cancel(String job) {
    JsonNode unused =
        ask(
            HttpRequest.newBuilder(URI.create("http://" + master + "/jobs/" + job))
                .method("PATCH", BodyPublishers.noBody()));
  }

  /** Kills a TaskManager by SIGKILL, as a machine's failure would; counted from 0. */
  void killTaskManager(int number) {
    started.get(number + 1).destroyForcibly().onExit().join();
  }

  /** Starts one more; when this returns, the cluster knows it. */
  void startTaskManager() throws IOException, InterruptedException {
    launchTaskManager();
    awaitTaskManager(started.size() - 2);
  }

  /** What each process has said last, the JobManager first. */
  String logs() {
    return IntStream.range(0, started.size()).mapToObj(this::end).collect(Collectors.joining());
  }

  private String end(int number) {
    String log = Command.text(log(number));
    String end = log.substring(Math.max(0, log.length() - READABLE));
    return "%n--- %s%n%s".formatted(name(number), end);
  }

  /** Kills what is left of it; when this returns, nothing is. */
  @Override
  public void close() {
    kill();
    started.forEach(process -> process.onExit().join());
  }

  private void kill() {
    started.forEach(Process::destroyForcibly);
  }

  private void launchJobManager() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(folder.resolve("conf/config.yaml"), CONFIG);
    launch(List.of("-Xmx256m"), StandaloneSessionClusterEntrypoint.class, List.of());
    await(0, () -> REST.matcher(Command.text(log(0))).find());
    Matcher rest = REST.matcher(Command.text(log(0)));
    master = rest.find() ? rest.group(1) : "";
    await(0, () -> rpcPort().isPresent());
    rpcPort = rpcPort().orElseThrow();
  }

  private void launchTaskManager() throws IOException {
    launch(
        List.of("-Xmx384m", "-XX:MaxDirectMemorySize=256m", "-XX:MaxMetaspaceSize=256m"),
        TaskManagerRunner.class,
        List.of(
            "-Dtaskmanager.resource-id=" + name(started.size()),
            "-Djobmanager.rpc.port=" + rpcPort));
  }

  private void launch(List<String> memory, Class<?> main, List<String> args) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(memory);
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of("--configDir", folder.resolve("conf").toString()));
    command.addAll(args);
    started.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(started.size()).toFile())
            .start());
  }

  private List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JarRun.HASTY);
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    return command;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> FLINK.matcher(Path.of(entry).toFile().getName()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void awaitTaskManager(int number) throws InterruptedException {
    String name = name(number + 1);
    await(number + 1, () -> get("/taskmanagers").findValuesAsText("id").contains(name));
  }

  /** The port the JobManager was given, for the configuration names none. */
  private Optional<String> rpcPort() {
    for (JsonNode entry : get("/jobmanager/config")) {
      if (entry.path("key").asText().equals("jobmanager.rpc.port")) {
        return Optional.of(entry.path("value").asText());
      }
    }
    return Optional.empty();
  }

  /** What the cluster answers; missing while it does not. */
  private JsonNode get(String path) {
    return ask(HttpRequest.newBuilder(URI.create("http://" + master + path)));
  }

  private JsonNode ask(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return answer.statusCode() == 200 ? json.readTree(answer.body()) : MissingNode.getInstance();
    } catch (IOException e) {
      return MissingNode.getInstance();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void await(int number, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      if (started.get(number).waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name(number) + " ended:\n" + logs());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(name(number) + " is not there yet:\n" + logs());
      }
    }
  }

  private Path log(int number) {
    return folder.resolve(name(number) + ".log");
  }

  private static String name(int number) {
    return number == 0 ? "jobmanager" : "taskmanager-" + (number - 1);
  }
}

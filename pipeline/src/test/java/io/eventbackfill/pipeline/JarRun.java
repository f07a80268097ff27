package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The bundled jar, or a script around it, as a process of its own, and what it says. */
final class JarRun implements AutoCloseable {
  static final Path JAR = Path.of("target", "event-backfill.jar").toAbsolutePath();

  /** A JVM that starts sooner and is slower later. */
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  /** For runs that are killed: the same with the collector that has the least to start. */
  static final List<String> HASTY = List.of(ONE_COMPILER, "-XX:+UseSerialGC");

  /** What makes the JVMs of a script hasty, whatever else the script says to them. */
  static final Map<String, String> HASTY_SCRIPT = Map.of("JDK_JAVA_OPTIONS", ONE_COMPILER);

  /** Seconds, but a busy machine is to have its time; what is waited for here is far longer. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final Duration AT_LAST = Duration.ofMinutes(5);
  private static final int LOOK_MILLIS = 5;

  private final Process process;
  private final Path log;

  private JarRun(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command that finds the key in its environment.
   *
   * @param log takes both its streams; its temporary files go beside it
   */
  static JarRun start(Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("AMPLITUDE_API_KEY", Command.KEY);
    builder.environment().put("TMPDIR", log.getParent().toString());
    return new JarRun(builder.start(), log);
  }

  /** The jar as a command; a killed one leaves its temporary files in that folder. */
  static List<String> command(Path temporary, List<String> ofJvm, List<String> args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Djava.io.tmpdir=" + temporary));
    command.addAll(ofJvm);
    return Stream.of(command, List.of("-jar", JAR.toString()), args).flatMap(List::stream).toList();
  }

  /** Waits for a state that the run reaches while it lives. */
  void await(BooleanSupplier condition) throws InterruptedException {
    boolean reached = livesUntil(condition);
    assertThat(reached ? "" : "ended too soon: " + said(), reached, is(true));
  }

  /** Waits for a state; false if the run ended before. */
  boolean livesUntil(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + AT_LAST.toNanos();
    while (!condition.getAsBoolean()) {
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      boolean inTime = System.nanoTime() < deadline;
      assertThat(inTime ? "" : "not reached in time: " + said(), inTime, is(true));
    }
    return process.isAlive();
  }

  /** SIGKILL; when this returns, the process is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, and its exit code, which comes soon. */
  int terminate() throws InterruptedException {
    assertThat("SIGTERM was sent", process.toHandle().destroy(), is(true));
    return ended(SOON);
  }

  /** Its exit code, when it has done what it was started for. */
  int ended() throws InterruptedException {
    return ended(AT_LAST);
  }

  /** Waits for its end, which is to be this one. */
  void assertEnds(int code) throws InterruptedException {
    int ended = ended();
    assertThat(said(), ended, is(code));
  }

  private int ended(Duration within) throws InterruptedException {
    boolean inTime = process.waitFor(within.toSeconds(), TimeUnit.SECONDS);
    assertThat(inTime ? "" : "not ended in time: " + said(), inTime, is(true));
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  String said() {
    return Command.text(log);
  }

  @Override
  public void close() {
    kill();
  }
}

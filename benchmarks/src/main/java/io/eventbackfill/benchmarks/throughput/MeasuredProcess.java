package io.eventbackfill.benchmarks.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process, and what it took. Wall time is from its start to its end, the start of a Java machine
 * included. CPU and memory are read from Linux's {@code /proc} and are zero elsewhere.
 *
 * @param wall from start to end
 * @param cpu of all its threads, in user and system mode
 * @param peakBytes the most memory that was resident at once
 */
record MeasuredProcess(Duration wall, Duration cpu, long peakBytes) {
  private static final Path OWN_TIMES = Path.of("/proc/self/stat");

  /** What {@code /proc} counts in: USER_HZ, 100 on every Linux there is. */
  private static final long TICK_MILLIS = 10;

  /** In {@code /proc/self/stat}, counted behind the name: user and system time of children. */
  private static final int CHILDREN_USER = 13;

  private static final long LOOK_EVERY_MILLIS = 100;

  /**
   * Runs a command to its end.
   *
   * @param log takes what it says
   * @throws IllegalStateException if it ends with another status than expected
   */
  static MeasuredProcess run(List<String> command, Path log, int expectedStatus)
      throws IOException, InterruptedException {
    Duration before = cpuOfChildren();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long peak = 0;
    while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakOf(process.pid()));
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    if (process.exitValue() != expectedStatus) {
      throw new IllegalStateException(
          "exit status %d of %s%n%s"
              .formatted(process.exitValue(), command, Files.readString(log)));
    }
    return new MeasuredProcess(wall, cpuOfChildren().minus(before), peak);
  }

  /** Exact, for it is counted when a child has ended. */
  private static Duration cpuOfChildren() throws IOException {
    if (!Files.exists(OWN_TIMES)) {
      return Duration.ZERO;
    }
    String stat = Files.readString(OWN_TIMES);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]);
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }

  private static long peakOf(long pid) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
      return 0;
    } catch (NoSuchFileException e) {
      // It has just ended, or this is no Linux.
      return 0;
    }
  }
}

package io.eventbackfill.benchmarks;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.LoggedRequest;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.pipeline.BackfillMain;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How near the whole command comes to the lower bound: the Direct Runner, a socket, this machine's
 * clock, and an emulator that enforces the limits. From the first request's arrival to the last
 * one's.
 */
final class EngineBenchmark {
  private static final int ROWS_PER_FILE = 10_000;

  private EngineBenchmark() {}

  /**
   * Prints a line for each shape; exit status 1 if a target was missed or an event not delivered,
   * once and in order.
   *
   * @param args events, 60,000 unless given, and lanes, 64 unless given
   */
  public static void main(String[] args) throws IOException {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 60_000;
    int lanes = args.length > 1 ? Integer.parseInt(args[1]) : 64;
    Path folder = Files.createTempDirectory("engine-benchmark");
    boolean met;
    try {
      met = run(System.out, events, lanes, AmplitudeVendor.DOCUMENTED.limits(), folder);
    } finally {
      delete(folder);
    }
    System.exit(met ? 0 : 1);
  }

  /** Prints a line for each shape; false if any of them ended wrong or took too long. */
  static boolean run(PrintStream out, int events, int lanes, PacingLimits limits, Path folder)
      throws IOException {
    ScheduleTable table = new ScheduleTable(out, limits, ScheduleBenchmark.PER_REQUEST);
    for (Shape shape : Shape.values()) {
      Workload workload = Workload.of(shape, events).withBytes(ScheduleBenchmark.BYTES);
      Path input = folder.resolve(shape.code());
      ExportFiles.write(workload, input, ROWS_PER_FILE);
      EmulatedVendor vendor = ScheduleBenchmark.enforcing(limits);
      try (StandIn standIn = vendor.listening(EmulatorClock.system())) {
        String[] args =
            EngineArguments.sending(
                vendor,
                standIn.endpoint(),
                input + "/**",
                folder.resolve("out-" + shape.code()).toString(),
                limits,
                List.of("--lanes=" + lanes));
        int exitCode = BackfillMain.run(args, nowhere(), nowhere());
        List<String> wrong = exitCode == 0 ? List.of() : List.of("exit code " + exitCode);
        Audit audit = Audit.of(standIn, workload.events(), event -> true);
        table.add(shape, "at once", workload, makespan(standIn.requests()), audit, wrong);
      }
    }
    return table.conclude();
  }

  private static Duration makespan(List<LoggedRequest> requests) {
    return requests.isEmpty()
        ? Duration.ZERO
        : Duration.between(requests.get(0).instant(), requests.get(requests.size() - 1).instant());
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

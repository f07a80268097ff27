package io.eventbackfill.benchmarks;

import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.pacing.PacingLimits;
import io.eventbackfill.pipeline.BackfillMain;
import io.eventbackfill.steps.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a ledger costs: the whole command with it and without, in turn, with nothing else to hold it
 * back; and how many objects it writes.
 */
final class LedgerBenchmark {
  /** What a run may lose by it. */
  private static final double TARGET = 0.95;

  private static final int ROWS_PER_FILE = 10_000;
  private static final PacingLimits UNLIMITED = new PacingLimits(1e9, 1e9, 1e9, 1_000_000_000);

  private LedgerBenchmark() {}

  /**
   * Prints a line for each round and the medians; exit status 1 if the target was missed or an
   * event not delivered.
   *
   * @param args events, 300,000 unless given; rounds, 5 unless given; then options of the engine
   */
  public static void main(String[] args) throws IOException {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    List<String> engine = args.length > 2 ? List.of(args).subList(2, args.length) : List.of();
    Path folder = Files.createTempDirectory("ledger-benchmark");
    boolean met;
    try {
      met = run(System.out, events, rounds, engine, folder);
    } finally {
      EngineBenchmark.delete(folder);
    }
    System.exit(met ? 0 : 1);
  }

  /** Prints the rounds; false if it costs too much, or a run ended wrong. */
  static boolean run(PrintStream out, int events, int rounds, List<String> engine, Path folder)
      throws IOException {
    Workload workload = Workload.of(Shape.UNIFORM, events).withBytes(ScheduleBenchmark.BYTES);
    Path input = folder.resolve("in");
    ExportFiles.write(workload, input, ROWS_PER_FILE);
    List<Double> ratios = new ArrayList<>();
    out.println("round  without s  with s  ratio  segments  bytes per event");
    for (int round = 0; round <= rounds; round++) {
      Path output = folder.resolve("out-" + round);
      Duration without = once(events, input, output, engine, "--ledger=none");
      Duration with = once(events, input, output, engine, "--ledger=" + output + "/ledger");
      Map<String, Long> counts = Tally.snapshot();
      double ratio = (double) without.toMillis() / with.toMillis();
      // The first one warms up.
      if (round > 0) {
        ratios.add(ratio);
      }
      out.printf(
          Locale.ROOT,
          "%5s  %9.2f  %6.2f  %5.3f  %8d  %15.1f%n",
          round == 0 ? "warm" : Integer.toString(round),
          without.toMillis() / 1000.0,
          with.toMillis() / 1000.0,
          ratio,
          counts.getOrDefault("ledger/segments", 0L),
          counts.getOrDefault("ledger/bytes", 0L) / (double) events);
    }
    double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = sorted[sorted.length / 2];
    boolean met = median >= TARGET;
    out.printf(
        Locale.ROOT,
        "throughput with / without: median %.3f of %s; target %.2f: %s%n",
        median,
        Arrays.toString(sorted),
        TARGET,
        met ? "met" : "MISSED");
    return met;
  }

  private static Duration once(
      int events, Path input, Path output, List<String> engine, String ledger) {
    EmulatedVendor vendor = ScheduleBenchmark.enforcing(UNLIMITED);
    try (StandIn standIn = vendor.listening(EmulatorClock.system())) {
      List<String> more = new ArrayList<>(engine);
      more.add(ledger);
      String[] args =
          EngineArguments.sending(
              vendor, standIn.endpoint(), input + "/**", output.toString(), UNLIMITED, more);
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      long start = System.nanoTime();
      int exitCode = BackfillMain.run(args, nowhere, nowhere);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      long received = standIn.seen().load().events();
      if (exitCode != 0 || received != events) {
        throw new IllegalStateException(
            "exit code %d, %d of %d events".formatted(exitCode, received, events));
      }
      return took;
    }
  }
}

package io.eventbackfill.benchmarks.throughput;

import io.eventbackfill.benchmarks.Table;
import io.eventbackfill.benchmarks.throughput.Receiver.Arrivals;
import io.eventbackfill.benchmarks.throughput.SyntheticExport.Devices;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Events a second, CPU and memory: of the whole command on each engine, of loops written by hand,
 * and of what no program could do without. Every contender is a process of its own and sends to
 * another one; every run is checked: each event once, those of a device in order.
 *
 * <p>A machine with others on it measures them too. Contenders take turns, round after round, and
 * the table shows the fastest of each: what the others add is never negative.
 */
final class ThroughputBenchmark {
  private static final List<Contender> USUAL =
      List.of(
          Contender.GUNZIP,
          Contender.PARSE,
          Contender.REFERENCE_1,
          Contender.REFERENCE_2,
          Contender.FLINK,
          Contender.DIRECT);

  private final PrintStream out;
  private final Settings settings;
  private final Map<Contender, MeasuredProcess> best = new EnumMap<>(Contender.class);

  /**
   * What to measure.
   *
   * @param events how many
   * @param devices whose
   * @param rounds how often
   * @param contenders who takes part
   * @param jar the bundled jar
   * @param heapOfOurs of the command, as for {@code -Xmx}
   * @param heapOfLoops of the loops, which hold all events
   * @param flinkMaster the cluster's address; empty without one
   */
  record Settings(
      int events,
      Devices devices,
      int rounds,
      List<Contender> contenders,
      Path jar,
      String heapOfOurs,
      String heapOfLoops,
      String flinkMaster) {

    static Settings parse(String[] args) {
      Map<String, String> given = new HashMap<>();
      for (String arg : args) {
        int equals = arg.indexOf('=');
        given.put(arg.substring("--".length(), equals), arg.substring(equals + 1));
      }
      return new Settings(
          Integer.parseInt(given.getOrDefault("events", "2000000")),
          Devices.valueOf(given.getOrDefault("devices", "zipf").toUpperCase(Locale.ROOT)),
          Integer.parseInt(given.getOrDefault("rounds", "3")),
          given.containsKey("contenders") ? contenders(given.get("contenders")) : USUAL,
          Path.of(given.getOrDefault("jar", "pipeline/target/event-backfill.jar")),
          given.getOrDefault("heap", "4g"),
          given.getOrDefault("heapOfLoops", "6g"),
          given.getOrDefault("flinkMaster", ""));
    }

    private static List<Contender> contenders(String names) {
      return Arrays.stream(names.split(","))
          .map(name -> Contender.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
          .toList();
    }
  }

  ThroughputBenchmark(PrintStream out, Settings settings) {
    this.out = out;
    this.settings = settings;
  }

  /**
   * Prints a line for each run, then the table.
   *
   * @param args {@code --events=2000000 --devices=zipf|uniform|giant --rounds=3
   *     --contenders=reference-2,flink --jar=... --heap=4g --heapOfLoops=6g --flinkMaster=...}
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("throughput-benchmark");
    try {
      new ThroughputBenchmark(System.out, Settings.parse(args)).run(folder);
    } finally {
      delete(folder);
    }
  }

  void run(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    Path input = folder.resolve("in");
    out.printf("%,d events, devices: %s%n", settings.events(), settings.devices());
    SyntheticExport.write(input, settings.events(), settings.devices());
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Contender contender : settings.contenders()) {
        measure(contender, round, input, folder);
      }
    }
    print();
  }

  private void measure(Contender contender, int round, Path input, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path output = folder.resolve("out");
    try (ReceiverProcess receiver = ReceiverProcess.start(folder, contender.isByTls())) {
      List<String> command = contender.command(input, receiver, output, settings);
      MeasuredProcess took = MeasuredProcess.run(command, folder.resolve("log"), 0);
      String sound = contender.sends() ? check(contender, receiver.arrivals()) : "";
      best.merge(contender, took, (a, b) -> a.wall().compareTo(b.wall()) <= 0 ? a : b);
      out.printf(
          Locale.ROOT,
          "round %d %-15s %6.1f s, CPU %6.1f s %s%n",
          round,
          contender.code(),
          took.wall().toMillis() / 1000.0,
          took.cpu().toMillis() / 1000.0,
          sound);
    } finally {
      delete(output);
    }
  }

  private String check(Contender contender, Arrivals arrived) {
    if (!arrived.sameEvents(Arrivals.once(settings.events()))) {
      if (contender.isOurs()) {
        throw new IllegalStateException("not each event arrived once: " + arrived);
      }
      return "NOT each event once: " + arrived;
    }
    return arrived.inversions() == 0
        ? "each event once, in order"
        : "each event once, %,d out of order".formatted(arrived.inversions());
  }

  private void print() {
    MeasuredProcess reference = best.get(Contender.REFERENCE_2);
    List<Table.Column> columns =
        List.of(
            Table.Column.text("contender", 15),
            Table.Column.number("events/s", 9),
            Table.Column.number("of ref-2", 8),
            Table.Column.number("CPU-s/M", 8),
            Table.Column.number("of ref-2", 8),
            Table.Column.number("peak MB", 8));
    Table table = new Table(out, columns);
    best.forEach(
        (contender, took) ->
            table.row(
                contender.code(),
                (long) perSecond(took),
                reference == null ? "-" : perSecond(took) / perSecond(reference),
                cpuPerMillion(took),
                reference == null ? "-" : cpuPerMillion(took) / cpuPerMillion(reference),
                took.peakBytes() >> 20));
  }

  private double perSecond(MeasuredProcess took) {
    return settings.events() * 1000.0 / took.wall().toMillis();
  }

  private double cpuPerMillion(MeasuredProcess took) {
    return took.cpu().toMillis() * 1000.0 / settings.events();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}

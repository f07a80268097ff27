package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.SimulatedRun.World;
import io.eventbackfill.emulators.amplitude.AmplitudeSettings;
import io.eventbackfill.pacing.PacingLimits;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How near a schedule comes to its lower bound, in virtual time, while the destination enforces the
 * limits, whether it answers soon or late.
 */
final class ScheduleBenchmark {
  static final int PER_REQUEST = 1000;
  static final int BYTES = 300;

  private static final List<Duration> ANSWERS =
      List.of(Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(500));

  private ScheduleBenchmark() {}

  /**
   * Prints a line for each shape; exit status 1 if a target was missed or an event not delivered,
   * once and in order.
   *
   * @param args events, 300,000 unless given, and lanes, 64 unless given
   */
  public static void main(String[] args) throws Exception, InterruptedException {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 300_000;
    int lanes = args.length > 1 ? Integer.parseInt(args[1]) : 64;
    PacingLimits limits = AmplitudeVendor.DOCUMENTED.limits();
    boolean met =
        run(
            System.out,
            events,
            lanes,
            limits,
            () -> new LaneSender(AmplitudeVendor.DOCUMENTED, PER_REQUEST, limits));
    System.exit(met ? 0 : 1);
  }

  /** Prints a line for each shape and delay; false if any of them ended wrong or took too long. */
  static boolean run(
      PrintStream out,
      int events,
      int lanes,
      PacingLimits limits,
      Supplier<SimulatedRun.Sender> sender)
      throws Exception, InterruptedException {
    ScheduleTable table = new ScheduleTable(out, limits, PER_REQUEST);
    for (Duration after : ANSWERS) {
      World world = World.of(enforcing(limits)).answering(after);
      for (Shape shape : Shape.values()) {
        Workload workload = Workload.of(shape, events).withBytes(BYTES);
        SimulatedRun run = SimulatedRun.of(workload, lanes, world, sender.get());
        List<String> wrong = Expected.allDelivered().faults(run.ended(), workload.size());
        table.add(shape, after.toMillis() + " ms", workload, run.took(), run.audit(), wrong);
      }
    }
    return table.conclude();
  }

  /** A vendor that takes no more than these. */
  static EmulatedVendor enforcing(PacingLimits limits) {
    return new AmplitudeVendor(
        AmplitudeSettings.defaults()
            .withEpsThreshold((long) limits.eventsPerSecondPerActor())
            .withProjectEps((long) limits.eventsPerSecond())
            .withDailyQuota(limits.eventsPerDayPerActor()));
  }
}

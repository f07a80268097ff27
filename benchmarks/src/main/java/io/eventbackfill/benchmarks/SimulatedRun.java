package io.eventbackfill.benchmarks;

import io.eventbackfill.delivery.HttpTransport;
import io.eventbackfill.delivery.Outcome;
import io.eventbackfill.delivery.StopJobException;
import io.eventbackfill.delivery.Waiting;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.Simulation;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A workload delivered to a stand-in in virtual time, a task for each lane. The same arguments give
 * the same run to the millisecond.
 *
 * @param took from the first request to the last outcome, in virtual time
 * @param ended events by what became of them
 * @param audit what the stand-in has to say
 * @param stopped why the run as a whole was stopped, so that the rest has no outcome; empty if it
 *     came to its end
 */
record SimulatedRun(Duration took, Map<Reason, Long> ended, Audit audit, Optional<String> stopped) {

  /**
   * The world of a run.
   *
   * @param vendor who is sent to, and how it is set
   * @param script what goes wrong
   * @param roundTrip how long an answer takes at the least
   * @param timeout how long one may take
   */
  record World(EmulatedVendor vendor, FaultScript script, Duration roundTrip, Duration timeout) {

    /** This vendor, at its best, answering after 50 ms. */
    static World of(EmulatedVendor vendor) {
      return new World(vendor, FaultScript.none(), Duration.ofMillis(50), Duration.ofSeconds(60));
    }

    /** The same, misbehaving. */
    World misbehaving(FaultScript otherScript) {
      return new World(vendor, otherScript, roundTrip, timeout);
    }

    /** The same, with answers after this long. */
    World answering(Duration after) {
      return new World(vendor, script, after, timeout);
    }
  }

  /** What is to be measured. One for each run: lanes may share state in it. */
  @FunctionalInterface
  interface Sender {

    /**
     * Delivers the events of one lane; runs as a task beside those of the other lanes.
     *
     * @param events by time
     * @param outcomes hears of every event once
     */
    void deliver(int lane, List<QueuedEvent> events, Wiring wiring, Consumer<Outcome> outcomes)
        throws InterruptedException;
  }

  /**
   * What a lane needs of the world.
   *
   * @param transport brings requests to the stand-in
   * @param waiting virtual time, and chance that is the lane's own
   */
  record Wiring(HttpTransport transport, Waiting waiting) {}

  /**
   * Runs to the end.
   *
   * @throws Exception what the first lane to fail has thrown, unless it stops the job
   * @throws InterruptedException if interrupted
   */
  static SimulatedRun of(Workload workload, int lanes, World world, Sender sender)
      throws Exception, InterruptedException {
    EmulatorClock clock = EmulatorClock.frozenAt(EmulatedVendor.START);
    Simulation simulation = new Simulation(clock);
    Map<QueuedEvent, Reason> reasons = new HashMap<>();
    List<QueuedEvent> given = new ArrayList<>();
    try (StandIn standIn = world.vendor().standIn(clock);
        HttpTransport transport =
            new VirtualTransport(standIn, simulation, world.roundTrip(), world.timeout())) {
      standIn.misbehave(world.script());
      Consumer<Outcome> outcomes = outcome -> settle(reasons, outcome);
      List<List<QueuedEvent>> byLane = workload.lanes(lanes);
      for (int lane = 0; lane < lanes; lane++) {
        int number = lane;
        List<QueuedEvent> events = byLane.get(lane);
        given.addAll(events);
        Waiting waiting = new Waiting(clock, simulation::sleep, new SplittableRandom(lane));
        Wiring wiring = new Wiring(transport, waiting);
        simulation.spawn("lane-" + lane, () -> sender.deliver(number, events, wiring, outcomes));
      }
      Optional<String> stopped = run(simulation);
      Duration took = Duration.between(EmulatedVendor.START, clock.instant());
      Audit audit = Audit.of(standIn, given, event -> reasons.get(event) == Reason.DELIVERED);
      return new SimulatedRun(took, counts(reasons), audit, stopped);
    }
  }

  private static Optional<String> run(Simulation simulation)
      throws Exception, InterruptedException {
    try {
      simulation.run();
      return Optional.empty();
    } catch (StopJobException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void settle(Map<QueuedEvent, Reason> reasons, Outcome outcome) {
    Reason before = reasons.put(outcome.event(), outcome.reason());
    if (before != null) {
      throw new IllegalStateException(outcome.event() + " has two outcomes");
    }
  }

  private static Map<Reason, Long> counts(Map<QueuedEvent, Reason> reasons) {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    reasons.values().forEach(reason -> counts.merge(reason, 1L, Long::sum));
    return counts;
  }
}

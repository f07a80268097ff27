package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.ActiveFaults;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.LoggedRequest;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the endpoints share. Its own monitor guards the {@link World}; settings may change between
 * two requests but not within one.
 */
final class Core {

  private final EmulatorClock clock;
  private final InFlight inFlight = new InFlight();
  private final SplittableRandom random = new SplittableRandom();
  private final ExportConditions exports = new ExportConditions();
  private volatile AmplitudeSettings settings;
  private volatile ActiveFaults faults = new ActiveFaults(FaultScript.none());
  private World world = new World(inFlight);

  Core(AmplitudeSettings settings, EmulatorClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  EmulatorClock clock() {
    return clock;
  }

  InFlight inFlight() {
    return inFlight;
  }

  ExportConditions exports() {
    return exports;
  }

  SplittableRandom random() {
    return random;
  }

  AmplitudeSettings settings() {
    return settings;
  }

  void configure(AmplitudeSettings changed) {
    settings = changed;
  }

  ActiveFaults faults() {
    return faults;
  }

  void install(FaultScript script) {
    faults = new ActiveFaults(script);
  }

  /** To be used only while this object's monitor is held. */
  World world() {
    return world;
  }

  synchronized List<StoredEvent> stored() {
    return List.copyOf(world.stored());
  }

  synchronized List<LoggedRequest> log() {
    return List.copyOf(world.log());
  }

  synchronized EmulatorStatistics statistics() {
    return world.report();
  }

  synchronized void reset() {
    inFlight.forget();
    world = new World(inFlight);
    faults = new ActiveFaults(faults.script());
  }
}

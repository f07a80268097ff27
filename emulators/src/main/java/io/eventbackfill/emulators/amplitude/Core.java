package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.ActiveFaults;
import io.eventbackfill.emulators.Administered;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.InFlight;
import io.eventbackfill.emulators.LoggedRequest;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the endpoints share. Its own monitor guards the {@link World}; settings may change between
 * two requests but not within one.
 */
final class Core implements Administered {

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

  @Override
  public EmulatorClock clock() {
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

  @Override
  public Map<String, String> settingTexts() {
    return settings.texts();
  }

  @Override
  public void configure(Map<String, String> texts) {
    configure(settings.withTexts(texts));
  }

  @Override
  public FaultScript script() {
    return faults.script();
  }

  ActiveFaults faults() {
    return faults;
  }

  @Override
  public void install(FaultScript script) {
    faults = new ActiveFaults(script);
  }

  /** To be used only while this object's monitor is held. */
  World world() {
    return world;
  }

  synchronized List<StoredEvent> stored() {
    return List.copyOf(world.stored());
  }

  @Override
  public synchronized List<LoggedRequest> log() {
    return List.copyOf(world.log());
  }

  synchronized EmulatorStatistics statistics() {
    return world.report();
  }

  @Override
  public synchronized void reset() {
    inFlight.forget();
    world = new World(inFlight);
    faults = new ActiveFaults(faults.script());
  }
}

package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.ActiveFaults;
import io.eventbackfill.emulators.Administered;
import io.eventbackfill.emulators.EmulatorClock;
import io.eventbackfill.emulators.FaultScript;
import io.eventbackfill.emulators.InFlight;
import io.eventbackfill.emulators.LoggedRequest;
import java.util.List;
import java.util.Map;

/**
 * What the endpoints share. Its own monitor guards the {@link World}; settings may change between
 * two requests but not within one.
 */
final class Core implements Administered {

  private final EmulatorClock clock;
  private final InFlight inFlight = new InFlight();
  private volatile PostHogSettings settings;
  private volatile ActiveFaults faults = new ActiveFaults(FaultScript.none());
  private World world = new World(inFlight);

  Core(PostHogSettings settings, EmulatorClock clock) {
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

  PostHogSettings settings() {
    return settings;
  }

  void configure(PostHogSettings changed) {
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

  ActiveFaults faults() {
    return faults;
  }

  @Override
  public FaultScript script() {
    return faults.script();
  }

  @Override
  public void install(FaultScript script) {
    FaultAnswers.requireKnown(script);
    faults = new ActiveFaults(script);
  }

  /** To be used only while this object's monitor is held. */
  World world() {
    return world;
  }

  synchronized List<StoredEvent> stored() {
    return world.rows().merged();
  }

  synchronized List<StoredEvent> storedRaw() {
    return world.rows().raw();
  }

  synchronized Map<String, Person> persons() {
    return world.persons();
  }

  synchronized List<Group> groups() {
    return world.groups();
  }

  synchronized List<IngestionWarning> warnings() {
    return List.copyOf(world.warnings());
  }

  synchronized List<Drop> drops() {
    return List.copyOf(world.drops());
  }

  @Override
  public synchronized List<LoggedRequest> log() {
    return List.copyOf(world.log());
  }

  synchronized PostHogStatistics statistics() {
    return world.report();
  }

  @Override
  public synchronized void reset() {
    inFlight.forget();
    world = new World(inFlight);
    faults = new ActiveFaults(faults.script());
  }
}

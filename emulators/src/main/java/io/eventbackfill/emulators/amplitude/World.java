package io.eventbackfill.emulators.amplitude;

import io.eventbackfill.emulators.InFlight;
import io.eventbackfill.emulators.LoggedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that has happened since the start or the last reset. Guarded by its owner's lock. */
final class World {

  private final Map<Integer, ProjectState> projects = new TreeMap<>();
  private final List<StoredEvent> stored = new ArrayList<>();
  private final List<LoggedRequest> log = new ArrayList<>();
  private final Traffic traffic = new Traffic();
  private final InFlight inFlight;

  World(InFlight inFlight) {
    this.inFlight = inFlight;
  }

  ProjectState project(int project, AmplitudeSettings settings) {
    return projects.computeIfAbsent(project, id -> new ProjectState(settings));
  }

  List<StoredEvent> stored() {
    return stored;
  }

  List<LoggedRequest> log() {
    return log;
  }

  Traffic traffic() {
    return traffic;
  }

  EmulatorStatistics report() {
    List<MergedIdentity> merges = new ArrayList<>();
    projects.values().forEach(project -> merges.addAll(project.identities().merges()));
    return traffic.report(stored, inFlight, merges);
  }
}

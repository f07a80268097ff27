package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.InFlight;
import io.eventbackfill.emulators.LoggedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Everything that has happened since the start or the last reset. Guarded by its owner's lock. */
final class World {

  private final Map<Integer, ProjectState> projects = new TreeMap<>();
  private final EventRows rows = new EventRows();
  private final List<LoggedRequest> log = new ArrayList<>();
  private final List<IngestionWarning> warnings = new ArrayList<>();
  private final List<Drop> drops = new ArrayList<>();
  private final Map<UUID, Integer> retried = new HashMap<>();
  private final Set<UUID> leftOut = new HashSet<>();
  private final QueryPace queries = new QueryPace();
  private final Traffic traffic;

  World(InFlight inFlight) {
    traffic = new Traffic(inFlight);
  }

  /** What a project knows of persons and groups. */
  record ProjectState(PersonStore persons, GroupStore groups) {}

  ProjectState project(int project) {
    return projects.computeIfAbsent(
        project, id -> new ProjectState(new PersonStore(id), new GroupStore()));
  }

  EventRows rows() {
    return rows;
  }

  List<LoggedRequest> log() {
    return log;
  }

  List<IngestionWarning> warnings() {
    return warnings;
  }

  List<Drop> drops() {
    return drops;
  }

  void drop(CapturedEvent event, String reason) {
    drops.add(new Drop(event.uuid(), event.event(), event.distinctId(), reason));
  }

  QueryPace queries() {
    return queries;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Whether v1 leaves this uuid out of its results: it does so once. */
  boolean leftOut(UUID uuid) {
    return leftOut.add(uuid);
  }

  /** How often v1 has put off this uuid, this time included. */
  int putOff(UUID uuid) {
    return retried.merge(uuid, 1, Integer::sum);
  }

  Map<String, Person> persons() {
    Map<String, Person> persons = new TreeMap<>();
    projects.values().forEach(project -> project.persons().all().forEach(persons::putIfAbsent));
    return persons;
  }

  List<Group> groups() {
    return projects.values().stream().flatMap(project -> project.groups().all()).toList();
  }

  PostHogStatistics report() {
    return traffic.report(rows, drops.size());
  }
}

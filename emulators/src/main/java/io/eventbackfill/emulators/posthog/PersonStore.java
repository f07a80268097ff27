package io.eventbackfill.emulators.posthog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventbackfill.emulators.ExactJson;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The persons of one project. (Merge rules in the consumer) */
final class PersonStore {

  private final Map<String, Profile> byId = new HashMap<>();
  private final int project;

  PersonStore(int project) {
    this.project = project;
  }

  /** A person that can change. */
  static final class Profile {
    private final UUID id;
    private final TreeSet<String> ids = new TreeSet<>();
    private ObjectNode properties = ExactJson.object();
    private Instant created;
    private boolean identified;

    private Profile(UUID id, Instant created) {
      this.id = id;
      this.created = created;
    }

    UUID id() {
      return id;
    }

    ObjectNode properties() {
      return properties;
    }

    void identify() {
      identified = true;
    }

    private Person snapshot() {
      return new Person(
          id,
          Collections.unmodifiableSet(new TreeSet<>(ids)),
          identified,
          properties.deepCopy(),
          created);
    }
  }

  /** The id under which events of a distinct id without a person are stored. */
  UUID idWithoutPerson(String distinctId) {
    return Uuids.named(project + ":" + distinctId);
  }

  @Nullable Profile find(String distinctId) {
    return byId.get(distinctId);
  }

  Profile findOrCreate(String distinctId, Instant seen) {
    Profile known = byId.get(distinctId);
    return known == null ? create(distinctId, seen) : known;
  }

  private Profile create(String distinctId, Instant seen) {
    Profile profile = new Profile(idWithoutPerson(distinctId), seen);
    add(profile, distinctId);
    return profile;
  }

  private void add(Profile profile, String distinctId) {
    profile.ids.add(distinctId);
    byId.put(distinctId, profile);
  }

  /**
   * Merges {@code other} into the person of {@code target}.
   *
   * <p>If only one of the two has a person the other id is added to it, <em>whoever that person
   * is</em>: a device whose person is identified already takes up a user nobody has seen before.
   * The refusal is for two persons. (person-merge-service.ts, mergeDistinctIds)
   *
   * @param force merges an identified person, too
   * @return the name of the refusal, if it is refused
   */
  Optional<String> merge(String other, String target, boolean force, Instant seen) {
    if (IllegalIds.forMerging(target) || IllegalIds.forMerging(other)) {
      return Optional.of("cannot_merge_with_illegal_distinct_id");
    }
    Profile from = byId.get(other);
    Profile into = byId.get(target);
    boolean refused = from != null && into != null && from != into && from.identified && !force;
    if (into == null) {
      into = from == null ? create(target, seen) : from;
      add(into, target);
    }
    if (from == null) {
      add(into, other);
    } else if (from != into && !refused) {
      unite(from, into);
    }
    into.identify();
    return refused ? Optional.of("cannot_merge_already_identified") : Optional.empty();
  }

  private void unite(Profile from, Profile into) {
    ObjectNode united = from.properties.deepCopy();
    united.setAll(into.properties);
    into.properties = united;
    into.created = from.created.isBefore(into.created) ? from.created : into.created;
    from.ids.forEach(id -> add(into, id));
  }

  /** Every person under each of its ids. */
  Map<String, Person> all() {
    Map<Profile, Person> snapshots = new HashMap<>();
    Map<String, Person> all = new TreeMap<>();
    byId.forEach(
        (id, profile) -> all.put(id, snapshots.computeIfAbsent(profile, Profile::snapshot)));
    return all;
  }
}

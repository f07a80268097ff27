package io.eventbackfill.persons;

import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Merge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What some events say of persons, a part of the facts about all of them. Which events make a part
 * does not matter: what is said of one device, user or person in several parts adds up. Mutable and
 * not thread-safe.
 *
 * <p>To be handed on when {@link #isFull}; until then it takes some 30 MB, and the largest profile.
 */
public final class PersonFacts {
  private static final int MOST_ENTRIES = 50_000;
  private static final long MOST_BYTES = 16 << 20;

  /** What an entry takes beside its texts, about. */
  private static final int ENTRY_BYTES = 200;

  /** What a device with several users takes in addition, at the most. */
  private static final int SEVERAL_USERS_BYTES = 10_000;

  private final Map<String, DeviceFacts> devices = new HashMap<>();
  private final Map<String, LatestProfile> users = new HashMap<>();
  private final Map<String, Sighting> members = new HashMap<>();
  private final Map<Stranger, Long> strangers = new HashMap<>();
  private final Set<Merge> merges = new HashSet<>();
  private long entries;
  private long bytes;

  /**
   * What facts are for.
   *
   * @param links to tell whose a device is
   * @param profiles to tell the properties of users
   */
  public record Wanted(boolean links, boolean profiles) {
    /** Whether they are for anything. */
    public boolean any() {
      return links || profiles;
    }
  }

  /**
   * A device that was seen without a user.
   *
   * @param person the source's id of whoever used it
   * @param device the device's id
   */
  public record Stranger(String person, String device) implements Comparable<Stranger> {
    @Override
    public int compareTo(Stranger other) {
      int byPerson = person.compareTo(other.person);
      return byPerson != 0 ? byPerson : device.compareTo(other.device);
    }
  }

  /** None yet. */
  public PersonFacts() {}

  /** Adds what an event says, as far as it is wanted. */
  public void add(Event event, Wanted wanted) {
    Who who = event.who();
    String device = who.device();
    String user = who.user();
    String person = who.mergedId();
    if (device != null) {
      seeDevice(device, user, wanted.profiles, event);
    }
    if (user != null && wanted.profiles) {
      LatestProfile known = users.get(user);
      setUser(user, known, LatestProfile.after(event, known));
    }
    if (person != null && wanted.links) {
      seePerson(person, who, event.time().micros());
    }
  }

  /** Adds what is known of a device. */
  public void addDevice(String device, DeviceFacts facts) {
    DeviceFacts known = device(device);
    long before = size(known);
    known.merge(facts);
    bytes += size(known) - before;
  }

  /** Adds the latest profile of a user. */
  public void addUser(String user, LatestProfile profile) {
    LatestProfile known = users.get(user);
    setUser(user, known, LatestProfile.latest(known, profile));
  }

  /** Adds a user of a person. */
  public void addMember(String person, Sighting user) {
    Sighting known = members.get(person);
    Sighting first = Sighting.first(known, user);
    if (first != null && !first.equals(known)) {
      members.put(person, first);
      count(known == null, person, first.id());
    }
  }

  /** Adds a device that a person used without a user, and when. */
  public void addStranger(Stranger stranger, long micros) {
    Long known = strangers.get(stranger);
    if (known == null || micros < known) {
      strangers.put(stranger, micros);
      count(known == null, stranger.person(), stranger.device());
    }
  }

  /** Adds a record of two persons merged. */
  public void addMerge(Merge merge) {
    count(merges.add(merge), merge.from(), merge.into());
  }

  /** What is known of devices, by id. */
  public SortedMap<String, DeviceFacts> devices() {
    return new TreeMap<>(devices);
  }

  /** The latest profiles of users, by id. */
  public SortedMap<String, LatestProfile> users() {
    return new TreeMap<>(users);
  }

  /** The first user of each person, by the source's id of the person. */
  public SortedMap<String, Sighting> members() {
    return new TreeMap<>(members);
  }

  /** Devices that were seen without a user, and when first. */
  public SortedMap<Stranger, Long> strangers() {
    return new TreeMap<>(strangers);
  }

  /** Persons who were merged. */
  public SortedSet<Merge> merges() {
    return new TreeSet<>(merges);
  }

  /** True if nothing was added. */
  public boolean isEmpty() {
    return entries == 0;
  }

  /** True if it is time to hand it on and begin another one. */
  public boolean isFull() {
    return entries >= MOST_ENTRIES || bytes >= MOST_BYTES;
  }

  private void seeDevice(String device, @Nullable String user, boolean profiles, Event event) {
    DeviceFacts facts = device(device);
    long before = size(facts);
    long micros = event.time().micros();
    if (user != null) {
      facts.seenWith(new Sighting(user, micros));
    } else if (profiles) {
      facts.seenAs(micros, LatestProfile.after(event, facts.profile()));
    } else {
      facts.seenAs(micros, null);
    }
    bytes += size(facts) - before;
  }

  private void seePerson(String person, Who who, long micros) {
    if (who.user() != null) {
      addMember(person, new Sighting(who.user(), micros));
    } else if (who.device() != null) {
      addStranger(new Stranger(person, who.device()), micros);
    }
  }

  private DeviceFacts device(String device) {
    DeviceFacts known = devices.get(device);
    if (known == null) {
      known = new DeviceFacts();
      devices.put(device, known);
      count(true, device, "");
    }
    return known;
  }

  private void setUser(String user, @Nullable LatestProfile known, @Nullable LatestProfile now) {
    if (now != null && !now.equals(known)) {
      users.put(user, now);
      count(known == null, user, "");
      bytes += size(now) - size(known);
    }
  }

  private void count(boolean isNew, String one, String other) {
    if (isNew) {
      entries++;
      bytes += ENTRY_BYTES + one.length() + other.length();
    }
  }

  private static long size(DeviceFacts facts) {
    return size(facts.profile()) + (facts.severalUsers() == null ? 0 : SEVERAL_USERS_BYTES);
  }

  private static long size(@Nullable LatestProfile profile) {
    return profile == null ? 0 : profile.properties().length();
  }
}

package io.eventbackfill.persons;

import io.eventbackfill.planning.DistinctIds;
import io.eventbackfill.planning.SharedDevices;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device: who used it first, how many users it has, and, as long as it has
 * none, the latest profile that came with it. Parts add up to a whole in any order and grouping, to
 * the same bytes. Mutable and not thread-safe.
 *
 * <p>Users are counted as a plan counts them: exactly up to {@link SharedDevices#EXACT_USERS}.
 */
public final class DeviceFacts {
  private long micros = Long.MAX_VALUE;
  private @Nullable Sighting firstUser;

  /** Of most devices there is one user, and no need to remember more than that. */
  private @Nullable DistinctIds severalUsers;

  private @Nullable LatestProfile profile;

  /** Nothing yet. */
  public DeviceFacts() {}

  /**
   * Takes up what was written down.
   *
   * @param micros when the device was first seen, in microseconds since 1970 UTC
   * @param firstUser as {@link #firstUser} gave it
   * @param severalUsers as {@link #severalUsers} gave it
   * @param profile as {@link #profile} gave it
   */
  public static DeviceFacts of(
      long micros,
      @Nullable Sighting firstUser,
      @Nullable DistinctIds severalUsers,
      @Nullable LatestProfile profile) {
    DeviceFacts facts = new DeviceFacts();
    facts.micros = micros;
    facts.firstUser = firstUser;
    facts.severalUsers = severalUsers;
    facts.profile = profile;
    return facts;
  }

  /** The device was seen with a user. */
  void seenWith(Sighting user) {
    seen(user.micros());
    countUser(user.id());
    firstUser = Sighting.first(firstUser, user);
    profile = null;
  }

  /** The device was seen without a user, and this is the latest that is known of it. */
  void seenAs(long at, @Nullable LatestProfile latest) {
    seen(at);
    if (firstUser == null) {
      profile = LatestProfile.latest(profile, latest);
    }
  }

  /** Adds what others know of the same device, who stay as they are. */
  public void merge(DeviceFacts other) {
    Sighting their = other.firstUser;
    if (their == null) {
      seenAs(other.micros, other.profile);
      return;
    }
    if (other.severalUsers != null) {
      several().merge(other.severalUsers);
    }
    seen(other.micros);
    seenWith(their);
  }

  /** When it was first seen, in microseconds since 1970 UTC. */
  public long micros() {
    return micros;
  }

  /** Who was first seen with it, and when; null if nobody. */
  public @Nullable Sighting firstUser() {
    return firstUser;
  }

  /** How many users it has. */
  public long users() {
    DistinctIds several = severalUsers;
    return several == null ? (firstUser == null ? 0 : 1) : several.count();
  }

  /** Its users; null if it has at most one. */
  public @Nullable DistinctIds severalUsers() {
    return severalUsers;
  }

  /** The latest profile of a device without users; null if it has users, or none is known. */
  public @Nullable LatestProfile profile() {
    return profile;
  }

  /** The same without the profile, which is most of it. */
  public DeviceFacts withoutProfile() {
    return of(micros, firstUser, severalUsers, null);
  }

  private void seen(long at) {
    micros = Math.min(micros, at);
  }

  private void countUser(String user) {
    Sighting known = firstUser;
    DistinctIds several = severalUsers;
    if (several != null) {
      several.add(user);
    } else if (known != null && !known.id().equals(user)) {
      several().add(user);
    }
  }

  private DistinctIds several() {
    DistinctIds all = severalUsers;
    if (all == null) {
      all = DistinctIds.exactUpTo(SharedDevices.EXACT_USERS);
      if (firstUser != null) {
        all.add(firstUser.id());
      }
      severalUsers = all;
    }
    return all;
  }
}

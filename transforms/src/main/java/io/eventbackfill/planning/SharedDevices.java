package io.eventbackfill.planning;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Devices that several users have used: a kiosk, a family's tablet, or a mapping that takes the
 * wrong column for the device. All are counted, those with the most users are named. Each device is
 * to be added once. Mutable and not thread-safe.
 */
public final class SharedDevices implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many are named. */
  public static final int MOST_NAMED = 20;

  /** Users of one device are counted exactly up to here, and to within 4.4 % from then on. */
  public static final int EXACT_USERS = 512;

  private final TreeSet<Shared> most = new TreeSet<>();
  private long devices;

  /**
   * A device with its number of users.
   *
   * @param device its id
   * @param users how many
   * @param owner the user it was linked to; null if to none
   */
  public record Shared(String device, long users, @Nullable String owner)
      implements Comparable<Shared>, Serializable {
    private static final Comparator<Shared> ORDER =
        Comparator.comparingLong(Shared::users).reversed().thenComparing(Shared::device);

    /** A device that is linked to nobody. */
    public Shared(String device, long users) {
      this(device, users, null);
    }

    /** Those with more users come first. */
    @Override
    public int compareTo(Shared other) {
      return ORDER.compare(this, other);
    }
  }

  /** A device and how many users it has; one with a single user is not shared. */
  public void add(Shared device) {
    if (device.users() > 1) {
      devices++;
      name(device);
    }
  }

  /** Adds those of another, which has no device in common with this one, and stays as it is. */
  public void merge(SharedDevices other) {
    devices += other.devices;
    other.most.forEach(this::name);
  }

  /**
   * Takes up what was written down.
   *
   * @param devices how many there are
   * @param named those with the most users
   */
  public static SharedDevices of(long devices, List<Shared> named) {
    SharedDevices shared = new SharedDevices();
    named.forEach(shared::name);
    shared.devices = devices;
    return shared;
  }

  /** How many there are; exact. */
  public long devices() {
    return devices;
  }

  /** Those with the most users, with the most first; of equals, by id. */
  public List<Shared> most() {
    return new ArrayList<>(most);
  }

  private void name(Shared device) {
    most.add(device);
    if (most.size() > MOST_NAMED) {
      most.pollLast();
    }
  }
}

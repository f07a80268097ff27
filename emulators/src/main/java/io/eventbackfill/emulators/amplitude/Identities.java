package io.eventbackfill.emulators.amplitude;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives events their {@code amplitude_id} by the rules of "Track unique users": a known user keeps
 * its id; a new user takes over the id of a device that never had one; anonymous events belong to
 * the last user of their device.
 */
final class Identities {

  /** Over 32 bits, as real ids are. */
  private static final long FIRST_ID = 1_000_000_000_001L;

  private final Map<String, Long> users = new HashMap<>();
  private final Map<String, Device> devices = new HashMap<>();
  private final List<MergedIdentity> merges = new ArrayList<>();
  private long next = FIRST_ID;

  private static final class Device {
    /** The id under which its anonymous events run; null if there were none or it was taken. */
    private @Nullable Long ownId;

    private @Nullable String lastUser;
  }

  long idOf(@Nullable String user, String deviceId, long now) {
    Device device = devices.computeIfAbsent(deviceId, id -> new Device());
    return user == null ? anonymous(device) : identified(user, device, now);
  }

  List<MergedIdentity> merges() {
    return merges;
  }

  private long identified(String user, Device device, long now) {
    Long own = device.ownId;
    Long known = users.get(user);
    device.ownId = null;
    device.lastUser = user;
    if (known == null) {
      long id = own == null ? next++ : own;
      users.put(user, id);
      return id;
    }
    if (own != null) {
      merges.add(new MergedIdentity(own, known, now));
    }
    return known;
  }

  private long anonymous(Device device) {
    Long last = device.lastUser == null ? null : users.get(device.lastUser);
    if (last != null) {
      return last;
    }
    Long own = device.ownId;
    if (own == null) {
      own = next++;
      device.ownId = own;
    }
    return own;
  }
}

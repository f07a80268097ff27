package io.eventbackfill.emulators.amplitude;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the checks and the store need to know of one element of {@code events}. */
record UploadedEvent(Slice slice, Ids ids, Labels labels, Traits traits, Problems problems) {

  /** Where the element's text is in the body: from {@code start} to before {@code end}. */
  record Slice(int start, int end) {}

  /**
   * Who it is about.
   *
   * @param key the device id that identifies and rates the event: the given or the derived one
   */
  record Ids(@Nullable String user, @Nullable String device, String key) {

    static Ids of(@Nullable String user, @Nullable String device) {
      if (device != null && !device.isEmpty()) {
        return new Ids(user, device, device);
      }
      String key = user == null || user.isEmpty() ? "" : DerivedDevice.of(user);
      return new Ids(user, device, key);
    }

    boolean none() {
      return (user == null || user.isEmpty()) && (device == null || device.isEmpty());
    }
  }

  /** What it is and when. */
  record Labels(
      @Nullable String type,
      @Nullable String insertId,
      @Nullable Long time,
      @Nullable Long eventId) {}

  /**
   * What else matters.
   *
   * @param skipsSync {@code $skip_user_properties_sync} is true
   * @param updatesProperties it has user properties
   * @param remoteIp its ip is {@code $remote}
   */
  record Traits(boolean skipsSync, boolean updatesProperties, boolean remoteIp) {}

  /** Why it cannot be taken, except for the values of its ids. */
  record Problems(boolean notAnObject, List<String> missing, List<String> invalid) {

    static final Problems NONE = new Problems(false, List.of(), List.of());

    boolean any() {
      return notAnObject || !missing.isEmpty() || !invalid.isEmpty();
    }
  }

  UploadedEvent withIds(Ids changed) {
    return new UploadedEvent(slice, changed, labels, traits, problems);
  }
}

package io.eventbackfill.model;

import com.google.common.hash.Hashing;
import io.eventbackfill.model.Event.Who;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose order must be kept. Events of one key are delivered in order; keys share lanes. */
public enum OrderBy {
  /** The device, or the user where there is no device. */
  DEVICE_ID("device_id"),
  /** The user, or the device where there is no user. */
  USER_ID("user_id"),
  /** The source's own id of a person, after its merges; else as {@link #DEVICE_ID}. */
  AMPLITUDE_ID("amplitude_id");

  private final String option;

  OrderBy(String option) {
    this.option = option;
  }

  /** The value of {@code --orderBy}. */
  public String option() {
    return option;
  }

  /** The constant with this option value. */
  public static Optional<OrderBy> named(String option) {
    return Arrays.stream(values()).filter(o -> o.option.equals(option)).findFirst();
  }

  /** The key of an event; prefixed, so that a user and a device of one name do not mix. */
  public String key(Who who) {
    String key =
        switch (this) {
          case DEVICE_ID -> first(prefixed("d:", who.device()), prefixed("u:", who.user()));
          case USER_ID -> first(prefixed("u:", who.user()), prefixed("d:", who.device()));
          case AMPLITUDE_ID ->
              first(
                  prefixed("a:", who.mergedId()),
                  first(prefixed("d:", who.device()), prefixed("u:", who.user())));
        };
    if (key == null) {
      throw new IllegalArgumentException("an event without any id has no order");
    }
    return key;
  }

  /** The lane of a key, from 0; the same on every machine and in every run. */
  public static int lane(String key, int lanes) {
    int hash = Hashing.murmur3_32_fixed().hashString(key, StandardCharsets.UTF_8).asInt();
    return Math.floorMod(hash, lanes);
  }

  private static @Nullable String prefixed(String prefix, @Nullable String id) {
    return id == null ? null : prefix + id;
  }

  private static @Nullable String first(@Nullable String a, @Nullable String b) {
    return a == null ? b : a;
  }
}

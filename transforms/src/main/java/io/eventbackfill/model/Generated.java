package io.eventbackfill.model;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * Where events come from that no row describes: they are made of all rows together. The account
 * counts them as the rows of files that do not exist, so that it adds up for them, too.
 *
 * <p>Their row number is no place but a hash of whom they are about, so it is the same whatever the
 * order of the input; it has 53 bits, as many as a number in JSON is sure to keep.
 */
public final class Generated {
  /** Stands for the file of all links. */
  public static final String LINKS = "generated:links";

  /** Stands for the file of all profiles. */
  public static final String PROFILES = "generated:profiles";

  private static final int UNUSED_BITS = Long.SIZE - 53;

  private Generated() {}

  /** The origin of the event that tells a link. */
  public static Origin link(Link link) {
    return origin(LINKS, link.device(), link.user());
  }

  /** The origin of the event that tells the profile of a user or a device. */
  public static Origin profile(Actor actor) {
    return origin(PROFILES, actor.kind().name(), actor.id());
  }

  /** True if there is no row to be found at this origin. */
  public static boolean is(Origin origin) {
    return origin.file().equals(LINKS) || origin.file().equals(PROFILES);
  }

  private static Origin origin(String file, String one, String other) {
    long hash =
        Hashing.murmur3_128()
            .newHasher()
            .putInt(one.length())
            .putString(one, StandardCharsets.UTF_8)
            .putString(other, StandardCharsets.UTF_8)
            .hash()
            .asLong();
    // Row 0 would stand for the whole file.
    return new Origin(file, null, Math.max(1, hash >>> UNUSED_BITS));
  }
}

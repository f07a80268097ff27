package io.eventbackfill.model;

import io.eventbackfill.model.Event.Who;
import java.util.Comparator;
import java.util.List;

/**
 * A device or a user, as vendors count them: each has a rate and a quota of its own. A device and a
 * user of the same name are two actors.
 *
 * @param kind which of the two
 * @param id its id
 */
public record Actor(Kind kind, String id) implements Comparable<Actor> {
  private static final Comparator<Actor> ORDER =
      Comparator.comparing(Actor::kind).thenComparing(Actor::id);

  /** What an actor is. */
  public enum Kind {
    DEVICE,
    USER
  }

  public static Actor device(String id) {
    return new Actor(Kind.DEVICE, id);
  }

  public static Actor user(String id) {
    return new Actor(Kind.USER, id);
  }

  /** The one or two actors an event counts for. */
  public static List<Actor> of(Who who) {
    String device = who.device();
    String user = who.user();
    if (device == null) {
      return user == null ? List.of() : List.of(user(user));
    }
    return user == null ? List.of(device(device)) : List.of(device(device), user(user));
  }

  @Override
  public int compareTo(Actor other) {
    return ORDER.compare(this, other);
  }
}

package io.eventbackfill.pacing;

import io.eventbackfill.model.Actor;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many events of whom a request holds. Mutable and not thread-safe. */
public final class Load {
  private final Map<Actor, Integer> byActor = new HashMap<>();
  private int events;

  /** The load of these events, each given by its actors. */
  public static Load of(Collection<List<Actor>> events) {
    Load load = new Load();
    events.forEach(load::add);
    return load;
  }

  /** One event of these actors more. */
  void add(List<Actor> actors) {
    events++;
    actors.forEach(actor -> byActor.merge(actor, 1, Integer::sum));
  }

  /** All events. */
  public int events() {
    return events;
  }

  /** The events of one actor. */
  int of(Actor actor) {
    return byActor.getOrDefault(actor, 0);
  }

  /** The actors, with the number of their events. */
  Map<Actor, Integer> byActor() {
    return Collections.unmodifiableMap(byActor);
  }
}

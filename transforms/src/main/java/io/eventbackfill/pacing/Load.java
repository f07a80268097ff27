package io.eventbackfill.pacing;

import io.eventbackfill.model.Actor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many events of whom a request holds. Mutable and not thread-safe. */
public final class Load {
  private final Map<Actor, Part> parts = new HashMap<>();
  private int events;

  /**
   * What one actor has of a load, and what was found out about the actor on the way: each event of
   * a request asks for it again.
   */
  static final class Part {
    private final Actor actor;
    private int events;
    private ActorPaces.@Nullable Pace pace;
    private @Nullable Boolean countedByDay;

    private Part(Actor actor) {
      this.actor = actor;
    }

    Actor actor() {
      return actor;
    }

    /** Its events in the load; none of an actor that was only asked for. */
    int events() {
      return events;
    }

    /**
     * The actor's pace, if it was looked up; it may have been forgotten since, if nothing is sent.
     */
    ActorPaces.@Nullable Pace pace() {
      return pace;
    }

    void found(ActorPaces.@Nullable Pace found) {
      pace = found;
    }

    /** Whether the daily quota counts the actor; null if nobody has asked yet. */
    @Nullable Boolean countedByDay() {
      return countedByDay;
    }

    boolean countedByDay(boolean counted) {
      countedByDay = counted;
      return counted;
    }
  }

  /** The load of these events, each given by its actors. */
  public static Load of(Collection<List<Actor>> events) {
    Load load = new Load();
    events.forEach(load::add);
    return load;
  }

  /** One event of these actors more. */
  void add(List<Actor> actors) {
    events++;
    for (Actor actor : actors) {
      part(actor).events++;
    }
  }

  /** All events. */
  public int events() {
    return events;
  }

  /** What an actor has of it. */
  Part part(Actor actor) {
    return parts.computeIfAbsent(actor, Part::new);
  }

  /** The parts of all actors that were asked for, those without an event too. */
  Collection<Part> parts() {
    return parts.values();
  }
}

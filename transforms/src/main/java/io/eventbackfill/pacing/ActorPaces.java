package io.eventbackfill.pacing;

import io.eventbackfill.model.Actor;
import io.eventbackfill.pacing.Pacer.Fate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pace of each device and each user. Times are microseconds. Forgets whoever sent nothing for a
 * window, so that it grows with the rate and not with the run. Not thread-safe.
 */
final class ActorPaces {
  private final long window = PacingLimits.WINDOW.toNanos() / 1000;
  private final Map<Actor, Pace> paces = new HashMap<>();
  private double most;
  private long sweptAt = Long.MIN_VALUE;

  /** What is known of one actor. */
  private static final class Pace {
    private final SlidingWindow sent;
    private double most = Double.MAX_VALUE;
    private long heldUntil = Long.MIN_VALUE;
    private int refusals;

    Pace(long window) {
      sent = new SlidingWindow(window);
    }
  }

  /** Paces of so many events a second each. */
  ActorPaces(double eventsPerSecond) {
    most = inWindow(eventsPerSecond);
  }

  /** When one more event of all these may leave, some being chosen already. */
  long freeAt(Load chosen, List<Actor> actors, long now) {
    long at = now;
    for (Actor actor : actors) {
      at = Math.max(at, freeAt(actor, chosen.of(actor), 1, now));
    }
    return at;
  }

  /** When all of these may leave together. */
  long freeAt(Load load, long now) {
    long at = now;
    for (Map.Entry<Actor, Integer> entry : load.byActor().entrySet()) {
      at = Math.max(at, freeAt(entry.getKey(), 0, entry.getValue(), now));
    }
    return at;
  }

  private long freeAt(Actor actor, int chosen, int more, long now) {
    Pace pace = paces.get(actor);
    if (pace == null) {
      return chosen == 0 || chosen + more <= most ? now : Long.MAX_VALUE;
    }
    double bound = Math.min(most, pace.most);
    long free =
        chosen > 0 && pace.sent.isIdle(now) && chosen + more > bound
            ? Long.MAX_VALUE
            : pace.sent.freeAt(chosen + more, bound, now);
    return Math.max(pace.heldUntil, free);
  }

  void leave(List<Actor> actors) {
    actors.forEach(actor -> pace(actor).sent.leave(1));
  }

  void leave(Load load) {
    load.byActor().forEach((actor, n) -> pace(actor).sent.leave(n));
  }

  void answer(Load load, Fate fate, long now) {
    load.byActor()
        .forEach(
            (actor, n) -> {
              Pace pace = pace(actor);
              pace.sent.answer(n, now);
              if (fate == Fate.STORED) {
                pace.refusals = 0;
                pace.most = pace.most * 2 < most ? pace.most * 2 : Double.MAX_VALUE;
              }
            });
    if (now - window >= sweptAt) {
      paces.values().removeIf(pace -> isForgettable(pace, now));
      sweptAt = now;
    }
  }

  /** Nothing of this actor leaves before then. */
  void hold(Actor actor, long until) {
    Pace pace = pace(actor);
    pace.heldUntil = Math.max(pace.heldUntil, until);
  }

  /** The vendor's limit for everyone; false if ours is as low already. */
  boolean lower(double eventsPerSecond) {
    double theirs = inWindow(eventsPerSecond);
    if (theirs <= 0 || theirs >= most) {
      return false;
    }
    most = theirs;
    return true;
  }

  /**
   * The vendor throttles this actor. If that is not the first time since it was taken: half of what
   * was too much, and doubled again with each request that is taken.
   */
  void slowDown(Actor actor, long now) {
    Pace pace = pace(actor);
    if (pace.refusals++ > 0) {
      double sent = Math.max(1, pace.sent.count(now));
      pace.most = Math.max(1, Math.min(pace.most, sent / 2));
    }
  }

  /** How many actors are remembered. */
  int size() {
    return paces.size();
  }

  private Pace pace(Actor actor) {
    return paces.computeIfAbsent(actor, a -> new Pace(window));
  }

  private static boolean isForgettable(Pace pace, long now) {
    return pace.sent.isIdle(now)
        && pace.heldUntil <= now
        && pace.refusals == 0
        && pace.most == Double.MAX_VALUE;
  }

  private static double inWindow(double eventsPerSecond) {
    return eventsPerSecond * PacingLimits.WINDOW.toSeconds();
  }
}

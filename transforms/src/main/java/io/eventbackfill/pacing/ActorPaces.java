package io.eventbackfill.pacing;

import io.eventbackfill.model.Actor;
import io.eventbackfill.pacing.Pacer.Fate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  static final class Pace {
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

  /**
   * When one more event of this actor may leave, some being chosen already. A guess, if the choice
   * takes long enough for the actor to be forgotten: {@link #isFree} decides.
   */
  long freeAt(Load.Part chosen, long now) {
    Pace pace = chosen.pace();
    if (pace == null) {
      pace = paces.get(chosen.actor());
      chosen.found(pace);
    }
    return freeAt(pace, chosen.events(), 1, now);
  }

  /** True if all that was chosen may leave now, as if the events were asked for one by one. */
  boolean isFree(Load chosen, long now) {
    for (Load.Part part : chosen.parts()) {
      if (part.events() > 0 && freeAt(paces.get(part.actor()), part.events() - 1, 1, now) > now) {
        return false;
      }
    }
    return true;
  }

  /** When all of these may leave together. */
  long freeAt(Load load, long now) {
    long at = now;
    for (Load.Part part : load.parts()) {
      if (part.events() > 0) {
        at = Math.max(at, freeAt(paces.get(part.actor()), 0, part.events(), now));
      }
    }
    return at;
  }

  private long freeAt(@Nullable Pace pace, int chosen, int more, long now) {
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

  /** All of it is under way from now on; nobody of whom something is under way is forgotten. */
  void leave(Load load) {
    for (Load.Part part : load.parts()) {
      if (part.events() > 0) {
        Pace pace = pace(part.actor());
        pace.sent.leave(part.events());
        part.found(pace);
      }
    }
  }

  void answer(Load load, Fate fate, long now) {
    for (Load.Part part : load.parts()) {
      if (part.events() > 0) {
        Pace known = part.pace();
        Pace pace = known == null ? pace(part.actor()) : known;
        part.found(null);
        pace.sent.answer(part.events(), now);
        if (fate == Fate.STORED) {
          pace.refusals = 0;
          pace.most = pace.most * 2 < most ? pace.most * 2 : Double.MAX_VALUE;
        }
      }
    }
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

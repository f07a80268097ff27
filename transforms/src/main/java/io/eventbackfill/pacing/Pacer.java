package io.eventbackfill.pacing;

import io.eventbackfill.model.Actor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * When which events may leave a process: the rates of the project, the rate and the daily quota of
 * each device and user, and what the vendor asked for meanwhile. Says when, never waits.
 *
 * <p>Guarantees: within any 30 seconds of the vendor's, whatever the network does, no more than the
 * rates allow has arrived, retries included; unless a single event, or a request that is sent once
 * more, is above a rate by itself. Memory: what was sent in the last 30 seconds, and a day of those
 * that {@link #countByDay} names. Thread-safe.
 */
public final class Pacer {
  /** Not today: the daily quota is spent. */
  public static final Instant NEVER = Instant.MAX;

  private final ActorPaces actors;
  private final DailyQuota quota;
  private final Turns turns;
  private final int mostAtOnce;

  /** A pace within these limits, for one process. */
  public Pacer(PacingLimits limits) {
    this(limits, 1, new DailyQuota(limits.eventsPerDayPerActor()));
  }

  private Pacer(PacingLimits limits, double share, DailyQuota quota) {
    actors = new ActorPaces(limits.eventsPerSecondPerActor());
    this.quota = quota;
    turns = new Turns(limits.eventsPerSecond() * share, limits.requestsPerSecond() * share);
    mostAtOnce = new Turns(limits.eventsPerSecond(), limits.requestsPerSecond()).mostAtOnce();
  }

  /**
   * A pace within these limits for one lane that has some part of the project's rates to itself,
   * however large, but shares the quota of the day. Its requests are as large as in a run.
   *
   * @param share times the project's rates
   */
  public static Pacer ofLane(PacingLimits limits, double share, DailyQuota quota) {
    return new Pacer(limits, share, quota);
  }

  /** What became of a request's events. */
  public enum Fate {
    /** The vendor took them. */
    STORED,
    /** Nobody knows: counted toward the rate, but not toward the day. */
    UNKNOWN,
    /** The vendor refused them. */
    REFUSED
  }

  /** A place in the queue of requests. */
  public static final class Ticket {
    private final Turns.Turn turn;

    private Ticket(Turns.Turn turn) {
      this.turn = turn;
    }
  }

  /** Only these need to be counted by the day; without this, all are. */
  public synchronized void countByDay(Predicate<Actor> mayExceedQuota) {
    quota.countOnly(mayExceedQuota);
  }

  /** The most events that one request may have. */
  public int mostAtOnce() {
    return mostAtOnce;
  }

  /**
   * Adds an event to what is chosen for a request, if it could leave now.
   *
   * @return when it can, not after now if it was added; {@link #NEVER} if not today
   */
  public synchronized Instant choose(Load chosen, List<Actor> event, Instant now) {
    long micros = micros(now);
    long at = micros;
    boolean today = true;
    for (Actor actor : event) {
      Load.Part part = chosen.part(actor);
      today &= quota.allows(part, micros);
      at = Math.max(at, actors.freeAt(part, micros));
    }
    if (!today) {
      return NEVER;
    }
    if (at > micros) {
      return instant(at);
    }
    chosen.add(event);
    return now;
  }

  /**
   * Takes the places of all that was chosen, if all of it can still leave; else of none of it.
   *
   * @return whether they are taken; what is taken must be answered
   */
  public synchronized boolean takeChosen(Load chosen, Instant now) {
    long micros = micros(now);
    if (!actors.isFree(chosen, micros) || !quota.take(chosen, micros)) {
      return false;
    }
    actors.leave(chosen);
    return true;
  }

  /** As {@link #choose}, and takes its place: what is taken must be answered. */
  public synchronized Instant take(Load taken, List<Actor> event, Instant now) {
    Load alone = new Load();
    Instant at = choose(alone, event, now);
    if (alone.events() > 0) {
      // Whoever shares the quota may have taken the last place of it meanwhile.
      if (!takeChosen(alone, now)) {
        return NEVER;
      }
      taken.add(event);
    }
    return at;
  }

  /** Takes the places of all these events, if they can leave together; else says when they can. */
  public synchronized Instant takeAll(Load load, Instant now) {
    long micros = micros(now);
    long at = actors.freeAt(load, micros);
    if (at <= micros) {
      actors.leave(load);
      quota.leave(load);
    }
    return instant(at);
  }

  /** A request that was taken is over. */
  public synchronized void answered(Load load, Fate fate, Instant now) {
    // A millisecond more, since vendors' clocks need not be finer.
    long micros = micros(now) + 1000;
    actors.answer(load, fate, micros);
    quota.answer(load, fate, micros(now));
    turns.answer(load.events(), micros);
  }

  /**
   * Queues for a turn to send a request of so many events. The turn goes to the lowest event time.
   *
   * @param eventTimeMillis where in history the lane will be when these are sent
   */
  public synchronized Ticket queue(long eventTimeMillis, int events) {
    return new Ticket(turns.join(eventTimeMillis, events));
  }

  /** When to ask again; not after now if it is the turn, which then is taken. */
  public synchronized Instant ask(Ticket ticket, Instant now) {
    return instant(turns.ask(ticket.turn, micros(now)));
  }

  /** Leaves the queue. */
  public synchronized void leave(Ticket ticket) {
    turns.leave(ticket.turn);
  }

  /** Of a turn, so many events, or all of it, will not be used. */
  public synchronized void giveBack(int events, boolean wholeTurn) {
    turns.takeBack(events, wholeTurn ? 1 : 0);
  }

  /** Nobody sends before then. */
  public synchronized void pause(Instant until) {
    turns.pause(micros(until));
  }

  /** True while a pause lasts. */
  public synchronized boolean isPaused(Instant now) {
    return turns.isPaused(micros(now));
  }

  /**
   * The vendor throttles these: nothing of theirs leaves before then.
   *
   * @param eventsPerSecond the limit the vendor names, if any. Lower than ours, it becomes ours;
   *     else these are slowed down if they are throttled again
   */
  public synchronized void throttled(
      Collection<Actor> throttled, OptionalDouble eventsPerSecond, Instant until, Instant now) {
    boolean lowered = eventsPerSecond.isPresent() && actors.lower(eventsPerSecond.getAsDouble());
    for (Actor actor : throttled) {
      actors.hold(actor, micros(until));
      if (!lowered) {
        actors.slowDown(actor, micros(now));
      }
    }
  }

  /** The vendor says that this actor's quota of the day is spent. */
  public synchronized void spent(Actor actor, Instant now) {
    quota.spent(actor, micros(now));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return micros == Long.MAX_VALUE
        ? Instant.MAX.minusNanos(1)
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

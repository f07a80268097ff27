package io.eventbackfill.pacing;

import io.eventbackfill.model.Actor;
import io.eventbackfill.pacing.Pacer.Fate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What each device and user was sent of in the last 24 hours, in hourly steps. Times are
 * microseconds. Thread-safe, so that several pacers may share one.
 *
 * <p>Memory: 200 bytes for each actor that is counted; {@link #countOnly} keeps those few.
 */
public final class DailyQuota {
  private static final long HOUR = 3_600_000_000L;
  private static final int HOURS = 24;

  private final long most;
  private final Map<Actor, Day> days = new HashMap<>();
  private final Map<Actor, Long> spentUntil = new ConcurrentHashMap<>();
  private volatile Predicate<Actor> counted = actor -> true;

  /** The last hours of one actor. */
  private static final class Day {
    private final int[] hours = new int[HOURS];
    private long newest = Long.MIN_VALUE;
    private long sum;
    private int underWay;

    void moveTo(long hour) {
      if (newest == Long.MIN_VALUE) {
        newest = hour;
      }
      if (hour - newest >= HOURS) {
        Arrays.fill(hours, 0);
        sum = 0;
        newest = hour;
      }
      for (; newest < hour; newest++) {
        int next = (int) Math.floorMod(newest + 1, (long) HOURS);
        sum -= hours[next];
        hours[next] = 0;
      }
    }

    void add(int events) {
      hours[(int) Math.floorMod(newest, (long) HOURS)] += events;
      sum += events;
    }
  }

  /** A quota of so many events of each actor; nothing is spent yet. */
  public DailyQuota(long eventsPerDay) {
    this.most = eventsPerDay;
  }

  /** Nobody else can come near the quota. */
  public void countOnly(Predicate<Actor> mayExceed) {
    counted = mayExceed;
  }

  /** True if one more event of this actor is within the quota, some being chosen already. */
  boolean allows(Load.Part chosen, long now) {
    return isUnlimited(chosen) || allows(chosen, chosen.events() + 1, now);
  }

  /** Takes the places of all that was chosen, if all of it is within the quota; else of none. */
  boolean take(Load chosen, long now) {
    if (chosen.parts().stream().allMatch(this::isUnlimited)) {
      return true;
    }
    synchronized (this) {
      for (Load.Part part : chosen.parts()) {
        if (part.events() > 0 && !allows(part, part.events(), now)) {
          return false;
        }
      }
      leave(chosen);
      return true;
    }
  }

  /** Nothing is known of it, and nothing is to be counted: most are like that, all day long. */
  private boolean isUnlimited(Load.Part part) {
    return spentUntil.isEmpty() && !isCounted(part);
  }

  private synchronized boolean allows(Load.Part part, int events, long now) {
    Long until = spentUntil.get(part.actor());
    if (until != null && now < until) {
      return false;
    }
    return !isCounted(part) || sent(part.actor(), now) + events <= most;
  }

  /** The same for as long as the load lives. */
  private boolean isCounted(Load.Part part) {
    Boolean known = part.countedByDay();
    return known == null ? part.countedByDay(counted.test(part.actor())) : known;
  }

  /** Takes the places of all these, whatever the quota. */
  synchronized void leave(Load load) {
    for (Load.Part part : load.parts()) {
      if (part.events() > 0 && isCounted(part)) {
        day(part.actor()).underWay += part.events();
      }
    }
  }

  /**
   * What was under way is counted if the vendor took it. An unknown answer is not: an outage of
   * hundreds of attempts would use the day up, and what the vendor did count it will say.
   */
  synchronized void answer(Load load, Fate fate, long now) {
    for (Load.Part part : load.parts()) {
      if (part.events() > 0 && isCounted(part)) {
        Day day = day(part.actor());
        day.underWay -= part.events();
        day.moveTo(Math.floorDiv(now, HOUR));
        day.add(fate == Fate.STORED ? part.events() : 0);
      }
    }
  }

  /** The vendor says that this actor's quota is spent; it may say otherwise in the next hour. */
  void spent(Actor actor, long now) {
    spentUntil.put(actor, now + HOUR);
  }

  private long sent(Actor actor, long now) {
    Day day = days.get(actor);
    if (day == null) {
      return 0;
    }
    day.moveTo(Math.floorDiv(now, HOUR));
    return day.sum + day.underWay;
  }

  private Day day(Actor actor) {
    return days.computeIfAbsent(actor, a -> new Day());
  }
}

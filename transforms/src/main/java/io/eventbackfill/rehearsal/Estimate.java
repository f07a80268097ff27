package io.eventbackfill.rehearsal;

import io.eventbackfill.pacing.PacingLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How long a run sends, and what keeps it from being shorter: the largest of some lower bounds. A
 * run in which two of them are about equal takes a little longer than either.
 *
 * @param bounds how long each of them makes it
 */
public record Estimate(Map<Bound, Duration> bounds) {

  /** What a run can't be faster than. */
  public enum Bound {
    /** The project's events a second. */
    PROJECT_EVENTS("project-events"),
    /** The project's requests a second. */
    PROJECT_REQUESTS("project-requests"),
    /**
     * The lanes, or one of them: each waits for its answers and for its devices and users, and
     * there may be more lanes than slots.
     */
    LANES("lanes");

    private final String code;

    Bound(String code) {
      this.code = code;
    }

    /** For files and scripts. */
    public String code() {
      return code;
    }
  }

  /**
   * What is known of the world of a run.
   *
   * @param limits of all processes together
   * @param slots where lanes are at work
   * @param requestTime from a request's departure to its answer
   * @param busiest events of the device or user that has most, as far as the day takes them
   */
  public record World(PacingLimits limits, Slots slots, Duration requestTime, long busiest) {}

  /**
   * The estimate for these lanes.
   *
   * @param all in any order
   * @param sent what a lane sends within the limits of this world
   */
  public static Estimate of(
      Collection<RehearsedLane> all, Function<RehearsedLane, Sent> sent, World world) {
    List<RehearsedLane> lanes =
        all.stream().sorted(Comparator.comparingInt(RehearsedLane::lane)).toList();
    Sent sum = lanes.stream().map(sent).reduce(Sent.NOTHING, Sent::plus);
    Duration schedule = world.slots().schedule(lanes, lane -> sent.apply(lane).took());
    Duration actor = actor(sum, world);
    Map<Bound, Duration> bounds = new EnumMap<>(Bound.class);
    bounds.put(Bound.PROJECT_EVENTS, events(sum, world));
    bounds.put(Bound.PROJECT_REQUESTS, requests(sum, world));
    bounds.put(Bound.LANES, schedule.compareTo(actor) >= 0 ? schedule : actor);
    return new Estimate(bounds);
  }

  /** From the first departure to the last answer. */
  public Duration total() {
    return Collections.max(bounds.values());
  }

  /** The one that makes it as long; of equal ones the first. */
  public Bound boundBy() {
    return Collections.max(bounds.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static Duration events(Sent all, World world) {
    double each = (double) all.events() / Math.max(1, all.requests());
    return departures(all.requests(), world.limits().eventsPerSecond() / each, world);
  }

  private static Duration requests(Sent all, World world) {
    return departures(all.requests(), world.limits().requestsPerSecond(), world);
  }

  /**
   * Requests leave evenly, but only as many as a window holds before the first of them is out of
   * it, which is a window after its answer.
   */
  private static Duration departures(long count, double perSecond, World world) {
    if (count == 0) {
      return Duration.ZERO;
    }
    long perWindow = Math.max(1, (long) (perSecond * PacingLimits.WINDOW.toSeconds() + 1e-6));
    Duration window = PacingLimits.WINDOW.plus(world.requestTime());
    long rest = (count - 1) % perWindow;
    return window
        .multipliedBy((count - 1) / perWindow)
        .plus(Duration.ofNanos((long) (rest * 1e9 / perSecond)))
        .plus(world.requestTime());
  }

  /** A user may be in several lanes, none of which knows how long the others take over it. */
  private static Duration actor(Sent all, World world) {
    double perWindow = world.limits().eventsPerSecondPerActor() * PacingLimits.WINDOW.toSeconds();
    long most = Math.min(world.busiest(), all.events());
    if (most == 0) {
      return Duration.ZERO;
    }
    long waits = (long) Math.ceil(most / perWindow) - 1;
    Duration window = PacingLimits.WINDOW.plus(world.requestTime());
    return window.multipliedBy(Math.max(0, waits)).plus(world.requestTime());
  }
}

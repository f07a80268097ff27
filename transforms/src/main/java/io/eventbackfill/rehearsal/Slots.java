package io.eventbackfill.rehearsal;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Where lanes are at work side by side; each slot takes one after the other.
 *
 * @param count how many there are, at least 1
 * @param dealing who gets which lane
 */
public record Slots(int count, Dealing dealing) implements Serializable {

  /** How an engine deals lanes out. */
  public enum Dealing {
    /** Whoever is free takes the next lane. */
    WHOEVER_IS_FREE,
    /** By the lane's number: a run deals them out as its rehearsal did. */
    FIXED
  }

  public Slots {
    if (count < 1) {
      throw new IllegalArgumentException("a lane needs a slot");
    }
  }

  /**
   * How long all lanes take.
   *
   * @param lanes in the order in which they are taken
   * @param took how long a lane takes alone
   */
  Duration schedule(List<RehearsedLane> lanes, Function<RehearsedLane, Duration> took) {
    return switch (dealing) {
      case WHOEVER_IS_FREE -> whoeverIsFree(lanes, took);
      case FIXED -> fixed(lanes, took);
    };
  }

  private Duration whoeverIsFree(
      List<RehearsedLane> lanes, Function<RehearsedLane, Duration> took) {
    PriorityQueue<Duration> freeAt = new PriorityQueue<>(Collections.nCopies(count, Duration.ZERO));
    Duration last = Duration.ZERO;
    for (RehearsedLane lane : lanes) {
      Duration done = freeAt.remove().plus(took.apply(lane));
      freeAt.add(done);
      last = longer(last, done);
    }
    return last;
  }

  private static Duration fixed(List<RehearsedLane> lanes, Function<RehearsedLane, Duration> took) {
    Map<String, Duration> byWorker = new HashMap<>();
    for (RehearsedLane lane : lanes) {
      byWorker.merge(lane.worker(), took.apply(lane), Duration::plus);
    }
    return byWorker.values().stream().reduce(Duration.ZERO, Slots::longer);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

package io.eventbackfill.benchmarks;

import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How many events must end for which reason.
 *
 * @param reasons bounds by reason; no other reason may occur, {@link Reason#DELIVERED} aside, which
 *     the rest must have
 */
record Expected(Map<Reason, Range> reasons) {

  /**
   * From {@code least} to {@code most}, both included.
   *
   * @param least the fewest
   * @param most the most
   */
  record Range(long least, long most) {
    boolean contains(long count) {
      return least <= count && count <= most;
    }

    @Override
    public String toString() {
      return least == most ? Long.toString(least) : least + " to " + most;
    }
  }

  static Expected allDelivered() {
    return new Expected(Map.of());
  }

  /** Exactly so many end for this reason, all others are delivered. */
  static Expected exactly(Reason reason, long count) {
    return between(reason, count, count);
  }

  /** So many end for this reason, all others are delivered. */
  static Expected between(Reason reason, long least, long most) {
    return new Expected(Map.of(reason, new Range(least, most)));
  }

  /**
   * What is wrong with a result, in words; empty if nothing is.
   *
   * @param ended events by reason
   * @param total all events
   */
  List<String> faults(Map<Reason, Long> ended, long total) {
    List<String> faults = new ArrayList<>();
    TreeSet<Reason> named = new TreeSet<>(ended.keySet());
    named.addAll(reasons.keySet());
    named.remove(Reason.DELIVERED);
    for (Reason reason : named) {
      long count = ended.getOrDefault(reason, 0L);
      Range range = reasons.getOrDefault(reason, new Range(0, 0));
      if (!range.contains(count)) {
        faults.add("%d %s, expected %s".formatted(count, reason.code(), range));
      }
    }
    long sum = ended.values().stream().mapToLong(Long::longValue).sum();
    if (sum != total) {
      faults.add("%d of %d events have an outcome".formatted(sum, total));
    }
    return faults;
  }
}

package io.eventbackfill.steps;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * A counter for watching a run: a Beam metric of the engine, and the same number for whoever shares
 * this process, since not every engine shows its metrics before the end. Work that an engine
 * repeats counts again, so no account is ever drawn from it.
 */
public final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final ConcurrentMap<String, LongAdder> HERE = new ConcurrentHashMap<>();

  private final String name;
  private final Counter counter;

  private Tally(String name, Counter counter) {
    this.name = name;
    this.counter = counter;
  }

  /** A counter by its name, {@code step/what}. */
  static Tally of(String name) {
    return new Tally(name, Metrics.counter("event-backfill", name));
  }

  /**
   * A counter of milliseconds spent waiting for a vendor's limits, under the name that engines look
   * for: workers added against a limit would only wait, too.
   */
  static Tally ofThrottling(String name) {
    return new Tally(
        name, Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME));
  }

  void add(long n) {
    counter.inc(n);
    HERE.computeIfAbsent(name, key -> new LongAdder()).add(n);
  }

  /** All counters of this process since {@link #startAfresh}. */
  public static SortedMap<String, Long> snapshot() {
    SortedMap<String, Long> now = new TreeMap<>();
    HERE.forEach((name, adder) -> now.put(name, adder.sum()));
    return now;
  }

  /** Forgets the counts of an earlier run in this process. */
  public static void startAfresh() {
    HERE.clear();
  }
}

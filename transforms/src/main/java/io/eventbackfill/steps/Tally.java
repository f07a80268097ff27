package io.eventbackfill.steps;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * A counter for watching a run: a Beam metric of the engine, and the same number for whoever shares
 * this process, since not every engine shows its metrics before the end. Work that an engine
 * repeats counts again, so no account is ever drawn from it.
 */
public final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The namespace of the metrics. */
  public static final String NAMESPACE = "event-backfill";

  /** Replaced and never cleared, so that who has found a counter need not look for it again. */
  private static volatile ConcurrentMap<TallyName, LongAdder> here = new ConcurrentHashMap<>();

  private final TallyName name;
  private final Counter counter;
  private transient volatile @Nullable Adder found;

  /** A counter of this process, and the run whose it is. */
  private record Adder(ConcurrentMap<TallyName, LongAdder> run, LongAdder adder) {}

  private Tally(TallyName name, Counter counter) {
    this.name = name;
    this.counter = counter;
  }

  /** A counter by its name. */
  static Tally of(TallyName name) {
    return new Tally(
        name,
        name.isThrottling()
            ? Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME)
            : Metrics.counter(NAMESPACE, name.code()));
  }

  /** Counts, for the engine and for this process. */
  void add(long n) {
    addToEngine(n);
    addHere(n);
  }

  /** The engine's part of {@link #add}; costs several times as much as the other. */
  void addToEngine(long n) {
    counter.inc(n);
  }

  /** This process's part of {@link #add}. */
  void addHere(long n) {
    Adder known = found;
    if (known == null || known.run() != here) {
      ConcurrentMap<TallyName, LongAdder> run = here;
      known = new Adder(run, run.computeIfAbsent(name, key -> new LongAdder()));
      found = known;
    }
    known.adder().add(n);
  }

  /** All counters of this process since {@link #startAfresh}, by {@link TallyName#code}. */
  public static SortedMap<String, Long> snapshot() {
    SortedMap<String, Long> now = new TreeMap<>();
    here.forEach((name, adder) -> now.put(name.code(), adder.sum()));
    return now;
  }

  /** Forgets the counts of an earlier run in this process. */
  public static void startAfresh() {
    here = new ConcurrentHashMap<>();
  }
}

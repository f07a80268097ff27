package io.eventbackfill.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened when, in steps of time that double in length (1 s, 2 s, 4 s, ...) so that they are
 * never more than {@link #MOST_STEPS}, however long it took.
 *
 * <p>Parts add up to the same whole in any order and grouping, nothing is lost on the way: the
 * length of the steps is the smallest that does for all that was entered, and a longer step is made
 * of two whole shorter ones. Mutable and not thread-safe.
 */
public final class Timeline implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The steps between the first and the last of them, at the most. */
  public static final int MOST_STEPS = 200;

  private final SortedMap<Long, Step> steps = new TreeMap<>();
  private int doublings;

  /** What is waited for. */
  public enum Wait {
    /** Our own limits. */
    PACED,
    /** The destination, which said that it was too much. */
    THROTTLED,
    /** The destination, which did not answer usefully. */
    OUTAGE;

    /** The name in reports. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happened in one step. */
  public static final class Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<Disposition, Long> events = new EnumMap<>(Disposition.class);
    private final SortedMap<String, Long> replies = new TreeMap<>();
    private final Map<Wait, Long> waited = new EnumMap<>(Wait.class);

    private Step() {}

    /** Events by what became of them. */
    public Map<Disposition, Long> events() {
      return Collections.unmodifiableMap(events);
    }

    /** Requests by HTTP status, or by a word for what failed. */
    public SortedMap<String, Long> replies() {
      return Collections.unmodifiableSortedMap(replies);
    }

    /** Milliseconds that lanes waited, of all lanes together. */
    public Map<Wait, Long> waited() {
      return Collections.unmodifiableMap(waited);
    }

    private void add(Step other) {
      other.events.forEach((what, n) -> events.merge(what, n, Long::sum));
      other.replies.forEach((label, n) -> replies.merge(label, n, Long::sum));
      other.waited.forEach((what, n) -> waited.merge(what, n, Long::sum));
    }
  }

  /** Events ended like this, at this time in milliseconds since 1970. */
  public void ended(long atMillis, Disposition disposition, long events) {
    step(atMillis).events.merge(disposition, events, Long::sum);
  }

  /** Requests were answered like this. */
  public void replied(long atMillis, String label, long requests) {
    step(atMillis).replies.merge(label, requests, Long::sum);
  }

  /** Lanes waited so long in the step that this time is in. */
  public void waited(long atMillis, Wait what, long millis) {
    step(atMillis).waited.merge(what, millis, Long::sum);
  }

  /** A lane waited from then until then; each step gets its share. */
  public void waitedThrough(long fromMillis, long untilMillis, Wait what) {
    if (untilMillis <= fromMillis) {
      return;
    }
    // First both ends: from here on the steps are long enough for there to be few.
    step(fromMillis);
    step(untilMillis - 1);
    for (long at = fromMillis; at < untilMillis; ) {
      long end = Math.min(untilMillis, beginMillis(index(at) + 1));
      waited(at, what, end - at);
      at = end;
    }
  }

  /** Adds another timeline to this one. */
  public void add(Timeline other) {
    lengthenTo(other.doublings);
    other.steps.forEach((index, step) -> step(other.beginMillis(index)).add(step));
  }

  /** Makes steps at least {@code 2^times} seconds long. */
  public void lengthenTo(int times) {
    while (doublings < times) {
      SortedMap<Long, Step> shorter = new TreeMap<>(steps);
      steps.clear();
      doublings++;
      shorter.forEach(
          (index, step) -> steps.computeIfAbsent(index >> 1, i -> new Step()).add(step));
    }
  }

  /** True if nothing was entered. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** How often a step of one second was doubled. */
  public int doublings() {
    return doublings;
  }

  /** How long a step is. */
  public long stepSeconds() {
    return 1L << doublings;
  }

  /** The steps in which something happened, by their beginning in milliseconds since 1970. */
  public SortedMap<Long, Step> steps() {
    SortedMap<Long, Step> byTime = new TreeMap<>();
    steps.forEach((index, step) -> byTime.put(beginMillis(index), step));
    return Collections.unmodifiableSortedMap(byTime);
  }

  private Step step(long atMillis) {
    while (!steps.isEmpty() && isTooFar(index(atMillis))) {
      lengthenTo(doublings + 1);
    }
    return steps.computeIfAbsent(index(atMillis), i -> new Step());
  }

  private boolean isTooFar(long index) {
    return Math.max(index, steps.lastKey()) - Math.min(index, steps.firstKey()) >= MOST_STEPS;
  }

  private long index(long millis) {
    return Math.floorDiv(millis, 1000L) >> doublings;
  }

  private long beginMillis(long index) {
    return (index << doublings) * 1000;
  }
}

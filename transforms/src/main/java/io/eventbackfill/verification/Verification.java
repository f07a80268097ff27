package io.eventbackfill.verification;

import io.eventbackfill.model.Reason;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a comparison has found. Parts add up to a whole in any order and grouping. Mutable and not
 * thread-safe.
 *
 * <p>Guarantee: {@code sent - missing + extra + doubled = stored}, for each day and type, too,
 * unless the day or the type is what has changed.
 */
public final class Verification implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of each difference. The earliest are kept, so they are the same ones whatever comes first. */
  static final int MOST_EXAMPLES = 20;

  /** Days, and types: more than any project has, and a bound on what a hostile input can take. */
  static final int MOST_NAMES = 10_000;

  /** What is beyond, together. */
  static final String OTHERS = "(others)";

  private final Map<Difference, Long> differences = new EnumMap<>(Difference.class);
  private final Map<Difference, TreeSet<Example>> examples = new EnumMap<>(Difference.class);
  private final SortedMap<String, Sides> days = new TreeMap<>();
  private final SortedMap<String, Sides> types = new TreeMap<>();
  private final SortedMap<String, Long> changedFields = new TreeMap<>();
  private final Map<Reason, Long> unread = new EnumMap<>(Reason.class);
  private Sides all = Sides.NONE;
  private long setAside;
  private long notOurs;

  /**
   * How many events there are on each side.
   *
   * @param sent events that were to be stored
   * @param stored events that are stored, copies and extra ones too
   */
  public record Sides(long sent, long stored) implements Serializable {
    static final Sides NONE = new Sides(0, 0);

    Sides plus(Sides other) {
      return new Sides(sent + other.sent, stored + other.stored);
    }
  }

  /** An event was sent. */
  void sent(Imprint event) {
    count(event, new Sides(1, 0));
  }

  /** So many copies of an event are stored. */
  void stored(Imprint event, long copies) {
    count(event, new Sides(0, copies));
  }

  private void count(Imprint event, Sides more) {
    counted(more);
    ofDay(day(event.millis()), more);
    ofType(event.type(), more);
  }

  private static String day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
  }

  /** Events of both sides. */
  public void counted(Sides more) {
    all = all.plus(more);
  }

  /** Events of one day, in UTC. */
  public void ofDay(String day, Sides more) {
    merge(days, day, more);
  }

  /** Events of one type. */
  public void ofType(String type, Sides more) {
    merge(types, type, more);
  }

  /** Events differ like this. */
  public void differ(Difference difference, long events) {
    differences.merge(difference, events, Long::sum);
  }

  /** One of those that differ. */
  public void example(Difference difference, Example example) {
    TreeSet<Example> kept = examples.computeIfAbsent(difference, d -> new TreeSet<>());
    kept.add(example);
    if (kept.size() > MOST_EXAMPLES) {
      kept.pollLast();
    }
  }

  /** A field differs in so many events. */
  public void changedField(String field, long events) {
    changedFields.merge(field, events, Long::sum);
  }

  /** Events that a run set aside are not stored, as was to be expected. */
  public void setAside(long events) {
    setAside += events;
  }

  /** Stored events are none of the run's. */
  public void notOurs(long events) {
    notOurs += events;
  }

  /** Something of what is stored could not be read. */
  public void unread(Reason reason, long rows) {
    unread.merge(reason, rows, Long::sum);
  }

  /** Adds another part to this one. */
  public void add(Verification other) {
    other.differences.forEach(this::differ);
    other.examples.forEach((difference, all) -> all.forEach(one -> example(difference, one)));
    other.days.forEach(this::ofDay);
    other.types.forEach(this::ofType);
    other.changedFields.forEach(this::changedField);
    other.unread.forEach(this::unread);
    counted(other.all);
    setAside(other.setAside);
    notOurs(other.notOurs);
  }

  private static void merge(SortedMap<String, Sides> to, String name, Sides more) {
    to.merge(name, more, Sides::plus);
    // The others stand beside the limit, and the smallest names are the same whatever comes first.
    if (to.size() - (to.containsKey(OTHERS) ? 1 : 0) > MOST_NAMES) {
      String largest = to.lastKey().equals(OTHERS) ? to.headMap(OTHERS).lastKey() : to.lastKey();
      Sides removed = to.remove(largest);
      to.merge(OTHERS, removed == null ? Sides.NONE : removed, Sides::plus);
    }
  }

  /** True if all that was sent is stored, once, as it was sent, and nothing else is. */
  public boolean isEqual() {
    return differences.values().stream().allMatch(events -> events == 0) && unread.isEmpty();
  }

  /** True if nothing was ever entered. */
  public boolean isEmpty() {
    return all.equals(Sides.NONE)
        && differences.isEmpty()
        && unread.isEmpty()
        && setAside == 0
        && notOurs == 0;
  }

  /** Events of both sides. */
  public Sides all() {
    return all;
  }

  /** Events that differ like this. */
  public long events(Difference difference) {
    return differences.getOrDefault(difference, 0L);
  }

  /** The earliest of those that differ like this, at most 20. */
  public SortedSet<Example> examples(Difference difference) {
    return Collections.unmodifiableSortedSet(examples.getOrDefault(difference, new TreeSet<>()));
  }

  /** Events by day, in UTC. */
  public SortedMap<String, Sides> days() {
    return Collections.unmodifiableSortedMap(days);
  }

  /** Events by type. */
  public SortedMap<String, Sides> types() {
    return Collections.unmodifiableSortedMap(types);
  }

  /** Changed events by field; one may have changed in several. */
  public SortedMap<String, Long> changedFields() {
    return Collections.unmodifiableSortedMap(changedFields);
  }

  /** Rows of what is stored that could not be read, by reason. */
  public Map<Reason, Long> unread() {
    return Collections.unmodifiableMap(unread);
  }

  /** Events that a run set aside, and that are not stored. */
  public long setAside() {
    return setAside;
  }

  /** Stored events that are none of the run's. */
  public long notOurs() {
    return notOurs;
  }
}

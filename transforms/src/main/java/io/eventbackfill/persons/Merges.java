package io.eventbackfill.persons;

import io.eventbackfill.model.Merge;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records of persons merged, those that count: a person is merged into one other, and of records
 * that contradict each other the earliest counts, of equal times the one with the smallest id.
 * Parts add up to a whole in any order and grouping. Mutable and not thread-safe.
 *
 * <p>A record takes about 250 bytes.
 */
public final class Merges implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Merge> byPerson = new HashMap<>();

  /** Adds a record. One of a person who became itself says nothing. */
  public void add(Merge merge) {
    if (!merge.from().equals(merge.into())) {
      byPerson.merge(merge.from(), merge, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
  }

  /** Adds those of another, which stays as it is. */
  public void merge(Merges other) {
    other.byPerson.values().forEach(this::add);
  }

  /** The records that count, by the person who was merged. */
  public SortedMap<String, Merge> byPerson() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(byPerson));
  }

  /**
   * Who became whom in the end. Records that go round in a circle contradict each other, too, but
   * none of them is wrong for sure: all persons of a circle become the one with the smallest id.
   */
  public MergedPersons persons() {
    Map<String, String> ends = new HashMap<>();
    for (String person : byPerson.keySet()) {
      Set<String> passed = new HashSet<>();
      String at = person;
      while (byPerson.containsKey(at) && !ends.containsKey(at) && passed.add(at)) {
        at = into(at);
      }
      String end = passed.contains(at) ? smallestOfCircle(at) : ends.getOrDefault(at, at);
      passed.forEach(each -> ends.put(each, end));
    }
    return MergedPersons.of(ends);
  }

  private String smallestOfCircle(String member) {
    String smallest = member;
    for (String at = into(member); !at.equals(member); at = into(at)) {
      smallest = smallest.compareTo(at) <= 0 ? smallest : at;
    }
    return smallest;
  }

  private String into(String person) {
    Merge merge = byPerson.get(person);
    if (merge == null) {
      throw new IllegalArgumentException("the person was never merged");
    }
    return merge.into();
  }
}

package io.eventbackfill.persons;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who became whom by merges, in the end. Immutable; for any number of threads. A merged person
 * takes about 300 bytes.
 */
public final class MergedPersons implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> ends;
  private final HashSet<String> known;

  private MergedPersons(Map<String, String> ends) {
    this.ends = new HashMap<>(ends);
    this.known = new HashSet<>(ends.values());
    this.known.addAll(ends.keySet());
  }

  /**
   * These persons.
   *
   * @param ends whom each merged person became in the end
   */
  public static MergedPersons of(Map<String, String> ends) {
    return new MergedPersons(ends);
  }

  /** Whether any merge is about this person. */
  public boolean knows(String person) {
    return known.contains(person);
  }

  /** Whether this person became another one. */
  public boolean isMerged(String person) {
    return ends.containsKey(person);
  }

  /** Whom a person became in the end; itself if it was never merged. */
  public String end(String person) {
    return ends.getOrDefault(person, person);
  }

  /** Whom each merged person became, by its id. */
  public SortedMap<String, String> ends() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(ends));
  }
}

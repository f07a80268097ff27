package io.eventbackfill.planning;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events by some key, in bounded memory: those of the smallest keys one by one and exactly, those
 * of all others together. Which keys are the smallest does not depend on the order in which they
 * come, so neither does the result: a key that is once left out can't be among them later. Mutable
 * and not thread-safe.
 *
 * @param <K> what events are told apart by
 */
public final class Shares<K extends Comparable<K> & Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int most;
  private final TreeMap<K, Share> kept = new TreeMap<>();
  private Share others = Share.NONE;

  /**
   * None yet.
   *
   * @param most how many keys are told apart, at least 1
   */
  public Shares(int most) {
    this.most = most;
  }

  /** Adds events of a key. */
  public void add(K key, Share share) {
    kept.merge(key, share, Share::plus);
    if (kept.size() > most) {
      addOthers(kept.pollLastEntry().getValue());
    }
  }

  /** Adds events whose keys are not told apart. */
  public void addOthers(Share share) {
    others = others.plus(share);
  }

  void merge(Shares<K> other) {
    other.kept.forEach(this::add);
    addOthers(other.others);
  }

  /** The keys that are told apart, each with its events. */
  public SortedMap<K, Share> kept() {
    return Collections.unmodifiableSortedMap(kept);
  }

  /** The events of all other keys. */
  public Share others() {
    return others;
  }
}

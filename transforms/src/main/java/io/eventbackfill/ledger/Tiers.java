package io.eventbackfill.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Which volumes to merge, so that there are few of them and an entry is seldom written again: each
 * one that is left has more than {@value #RATIO} times the entries of the next smaller one. That
 * makes at most nine of a billion entries, and in a year of nights each entry is written ten times
 * at most.
 */
final class Tiers {
  static final int RATIO = 4;

  /** A volume with less counts as one with that many: about 0.7 MB, not worth an object a lane. */
  static final long LEAST = 1 << 16;

  private Tiers() {}

  /** Volumes that become one, and how many entries that has at most. */
  private record Tier<T>(List<T> volumes, long entries) {
    Tier<T> with(Tier<T> other) {
      List<T> all = new ArrayList<>(volumes);
      all.addAll(other.volumes);
      return new Tier<>(all, entries + other.entries);
    }
  }

  /**
   * The groups of volumes to merge into one each.
   *
   * @param entries how many a volume has
   * @return groups of at least two
   */
  static <T> List<List<T>> toMerge(Collection<T> volumes, ToLongFunction<T> entries) {
    List<Tier<T>> tiers = new ArrayList<>();
    for (T volume : volumes) {
      tiers.add(new Tier<>(List.of(volume), Math.max(LEAST, entries.applyAsLong(volume))));
    }
    boolean merged;
    do {
      tiers.sort(Comparator.comparingLong(Tier::entries));
      merged = mergeFirst(tiers);
    } while (merged);
    return tiers.stream().map(Tier::volumes).filter(group -> group.size() > 1).toList();
  }

  /** Merges the first two neighbours, from the smallest on, that are too close. */
  private static <T> boolean mergeFirst(List<Tier<T>> tiers) {
    for (int i = 1; i < tiers.size(); i++) {
      Tier<T> smaller = tiers.get(i - 1);
      if (smaller.entries() * RATIO >= tiers.get(i).entries()) {
        tiers.set(i, tiers.get(i).with(smaller));
        tiers.remove(i - 1);
        return true;
      }
    }
    return false;
  }
}

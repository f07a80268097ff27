package io.eventbackfill.benchmarks;

import io.eventbackfill.benchmarks.Expected.Range;
import io.eventbackfill.benchmarks.Seen.Kept;
import io.eventbackfill.benchmarks.Seen.Load;
import io.eventbackfill.model.QueuedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the destination has seen and kept, held against what it was to get.
 *
 * @param storage right or wrong
 * @param load how hard it was pressed
 */
record Audit(Storage storage, Load load) {

  /**
   * What went wrong; each is 0 after a faultless run.
   *
   * @param lost events said to be delivered that are not stored
   * @param unannounced events stored that were not said to be delivered; what was given up on may
   *     be among them
   * @param doubled copies stored beyond the first, by identity or by owner and time, and those that
   *     the vendor had to put up with for nothing
   * @param inversions first copies stored after a later event of their owner
   * @param otherIdentity events stored under an identity that they were not given with, or that
   *     nobody gave
   * @param complaints things that a backfill must not do, of whatever kind
   */
  record Storage(
      long lost,
      long unannounced,
      long doubled,
      long inversions,
      long otherIdentity,
      long complaints) {}

  private record Moment(String owner, long millis) {}

  /**
   * Looks at a stand-in after a run.
   *
   * @param given all events, each with a time of its own on its device
   * @param delivered true of those that are said to be stored
   */
  static Audit of(
      StandIn standIn, Collection<QueuedEvent> given, Predicate<QueuedEvent> delivered) {
    Seen seen = standIn.seen();
    Map<Seen.Key, Integer> copies = new HashMap<>();
    Set<Moment> moments = new HashSet<>();
    for (Kept event : seen.stored()) {
      copies.merge(event.key(), 1, Integer::sum);
      moments.add(new Moment(event.key().owner(), event.millis()));
    }
    long doubled = (long) seen.stored().size() - Math.min(copies.size(), moments.size());
    long lost = 0;
    long unannounced = 0;
    for (QueuedEvent event : given) {
      Integer found = copies.remove(standIn.key(event));
      lost += found == null && delivered.test(event) ? 1 : 0;
      unannounced += found != null && !delivered.test(event) ? 1 : 0;
    }
    long others = copies.values().stream().mapToLong(Integer::longValue).sum();
    Storage storage =
        new Storage(
            lost,
            unannounced,
            doubled + seen.needlessCopies(),
            inversions(seen.stored()),
            others,
            seen.complaints());
    return new Audit(storage, seen.load());
  }

  private static long inversions(List<Kept> stored) {
    Map<String, Long> newest = new HashMap<>();
    Set<Seen.Key> known = new HashSet<>();
    long inversions = 0;
    for (Kept event : stored) {
      if (known.add(event.key())) {
        long latest = newest.merge(event.key().owner(), event.millis(), Math::max);
        inversions += event.millis() < latest ? 1 : 0;
      }
    }
    return inversions;
  }

  /** What is wrong, in words; empty if nothing is. */
  List<String> faults() {
    return faults(new Range(0, 0), 0);
  }

  /**
   * The same, where the vendor itself does what it should not.
   *
   * @param losses how many events it is to lose
   * @param late how many it may store out of order
   */
  List<String> faults(Range losses, long late) {
    List<String> faults = new ArrayList<>();
    if (!losses.contains(storage.lost())) {
      faults.add(storage.lost() + " lost" + (losses.most() > 0 ? ", expected " + losses : ""));
    }
    add(faults, storage.unannounced(), "stored but not reported as delivered");
    faults.addAll(faultsOfWhatIsStored(late));
    return faults;
  }

  /** The same of what is stored alone, whatever was said of it. */
  List<String> faultsOfWhatIsStored(long late) {
    List<String> faults = new ArrayList<>();
    add(faults, storage.doubled(), "stored twice");
    add(faults, Math.max(0, storage.inversions() - late), "stored out of order");
    add(faults, storage.otherIdentity(), "stored under another identity");
    add(faults, storage.complaints(), "sent as no backfill may");
    return faults;
  }

  private static void add(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }
}

package io.eventbackfill.ledger;

import io.eventbackfill.ledger.RunProgress.InDoubt;
import io.eventbackfill.ledger.Segment.Head;
import io.eventbackfill.ledger.Segment.State;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one lane of a run: its segments, added up. Several writers may have settled the
 * same event; whoever delivered it is right.
 *
 * <p>Memory: 16 bytes for each event settled. Not thread-safe.
 */
final class LaneRecord {
  private static final Refused DELIVERED = Refused.because(Reason.DELIVERED);

  /** Segments hold positions that are near each other; a larger one comes from damaged bytes. */
  private static final long MOST_EVENTS = Integer.MAX_VALUE - 8;

  private final int lane;
  private long[] fingerprints = new long[0];
  private long[] times = new long[0];
  private final BitSet accepted = new BitSet();
  private final SortedMap<Long, Settled> others = new TreeMap<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private final List<String> last = new ArrayList<>();
  private final SortedMap<String, Long> replies = new TreeMap<>();
  private Span uploadTime = Span.EMPTY;
  private Span written = Span.EMPTY;
  private long events = -1;

  LaneRecord(int lane) {
    this.lane = lane;
  }

  /**
   * Events that may have been sent without it being written down: those before a position that are
   * not settled.
   *
   * @param reach none from this position on
   * @param since milliseconds since 1970 UTC; not before
   */
  record Doubt(long reach, long since) {}

  /** Adds a segment of a writer that goes on in another one, or does not; see {@link #end}. */
  void add(Segment segment) {
    segment.settled().forEach(this::add);
    segment.replies().forEach((status, n) -> replies.merge(status, n, Long::sum));
    uploadTime = uploadTime.with(segment.uploadTime());
    written = written.with(segment.head().writtenAt());
  }

  /** The last segment of a writer, after all of its were added. */
  void end(Segment segment) {
    Head head = segment.head();
    last.add(segment.name());
    if (head.state() == State.OPEN) {
      doubts.add(new Doubt(head.reach(), head.writtenAt()));
    } else if (head.state() == State.ENDED) {
      events = head.reach();
    }
  }

  /** Something that should be there is not, or can't be read. What it held is in doubt for ever. */
  void damaged(String what, long reach) {
    damages.add(what);
    doubts.add(new Doubt(reach, Long.MIN_VALUE));
  }

  private void add(Settled event) {
    if (event.position() >= MOST_EVENTS) {
      throw new LedgerRefusedException("lane " + lane + " of the ledger has a position too many");
    }
    int position = (int) event.position();
    if (isKnown(position) && fingerprint(position) != event.fingerprint()) {
      throw new LedgerRefusedException(
          "two writers of lane %d saw different events at position %d: the input was changed"
              .formatted(lane, position));
    }
    if (event.isAccepted()) {
      others.remove(event.position());
      put(position, event);
      accepted.set(position);
    } else if (!accepted.get(position)) {
      others.merge(event.position(), event, LaneRecord::better);
    }
  }

  /** A rejection is final, a deferral is not; what is in doubt stays so from its beginning. */
  private static Settled better(Settled before, Settled after) {
    Settled kept = before.disposition() == Disposition.REJECTED ? before : after;
    long since = Math.max(before.doubtfulSince(), after.doubtfulSince());
    if (before.doubtfulSince() != 0 && after.doubtfulSince() != 0) {
      since = Math.min(before.doubtfulSince(), after.doubtfulSince());
    }
    return new Settled(
        kept.position(), kept.millis(), kept.fingerprint(), kept.cause(), since, kept.attempts());
  }

  private void put(int position, Settled event) {
    if (position >= fingerprints.length) {
      int length = Math.max(position + 1, fingerprints.length + (fingerprints.length >> 1) + 1024);
      fingerprints = Arrays.copyOf(fingerprints, length);
      times = Arrays.copyOf(times, length);
    }
    fingerprints[position] = event.fingerprint();
    times[position] = event.millis();
  }

  private boolean isKnown(int position) {
    return accepted.get(position) || others.containsKey((long) position);
  }

  private long fingerprint(int position) {
    Settled other = others.get((long) position);
    return other == null ? fingerprints[position] : other.fingerprint();
  }

  /** What is known of the event at a position; null if nothing is. */
  @Nullable Settled at(long position) {
    if (position < fingerprints.length && accepted.get((int) position)) {
      int index = (int) position;
      return new Settled(position, times[index], fingerprints[index], DELIVERED, 0, null);
    }
    return others.get(position);
  }

  /**
   * Since when the event at a position, which is not settled, may have been stored: milliseconds
   * since 1970 UTC, {@link Long#MIN_VALUE} if nobody knows; 0 if it certainly was not.
   */
  long doubtfulSince(long position) {
    Settled known = others.get(position);
    long since = known == null ? 0 : known.doubtfulSince();
    for (Doubt doubt : doubts) {
      // What was written down as not delivered was not in flight any more.
      if (known == null && position < doubt.reach()) {
        since = since == 0 ? doubt.since() : Math.min(since, doubt.since());
      }
    }
    return since;
  }

  int lane() {
    return lane;
  }

  /** True if nothing was ever written of the lane. */
  boolean isEmpty() {
    return last.isEmpty() && damages.isEmpty();
  }

  /** The lane's events, copies too; -1 if its end was not reached. */
  long events() {
    return events;
  }

  /** The last segment of each writer. */
  List<String> lastSegments() {
    return Collections.unmodifiableList(last);
  }

  /** What is missing or can't be read, in words. */
  List<String> damages() {
    return Collections.unmodifiableList(damages);
  }

  SortedMap<String, Long> replies() {
    return Collections.unmodifiableSortedMap(replies);
  }

  Span uploadTime() {
    return uploadTime;
  }

  /** When segments were written, milliseconds since 1970 UTC. */
  Span written() {
    return written;
  }

  /** Events delivered. */
  long delivered() {
    return accepted.cardinality();
  }

  /** Events by the reason they were settled for. */
  Map<Reason, Long> reasons() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    if (!accepted.isEmpty()) {
      counts.put(Reason.DELIVERED, (long) accepted.cardinality());
    }
    others.values().forEach(other -> counts.merge(other.reason(), 1L, Long::sum));
    return counts;
  }

  /** Events in doubt since before a time, or for ever; an upper bound. */
  private InDoubt inDoubt(long before) {
    long count = 0;
    Span when = Span.EMPTY;
    for (Settled other : others.values()) {
      if (other.doubtfulSince() != 0 && other.doubtfulSince() < before) {
        count++;
        when = when.with(other.doubtfulSince());
      }
    }
    long reach = 0;
    for (Doubt doubt : doubts) {
      if (doubt.since() < before) {
        reach = Math.max(reach, doubt.reach());
        when = doubt.since() == Long.MIN_VALUE ? when : when.with(doubt.since());
      }
    }
    // The number of what is settled before the reach; a damaged lane may have no reach at all.
    int end = (int) Math.min(reach, MOST_EVENTS);
    long settled = (long) accepted.get(0, end).cardinality() + others.headMap(reach).size();
    return new InDoubt(count + Math.max(0, reach - settled), when);
  }

  /** What others are told of the lane. */
  RunProgress.Lane progress(long forgottenBefore) {
    return new RunProgress.Lane(
        lane,
        reasons(),
        events,
        !isEmpty(),
        inDoubt(Long.MAX_VALUE),
        inDoubt(forgottenBefore),
        damages(),
        uploadTime,
        written);
  }

  /** What later runs have to know: what was delivered, and what is in doubt; sorted. */
  Iterator<Sent> sent() {
    Stream<Sent> delivered =
        accepted.stream().mapToObj(i -> new Sent(times[i], fingerprints[i], 0));
    Stream<Sent> doubtful =
        others.values().stream()
            .filter(other -> other.doubtfulSince() != 0)
            .map(other -> new Sent(other.millis(), other.fingerprint(), other.doubtfulSince()));
    Comparator<Sent> byTime =
        Comparator.comparingLong(Sent::millis).thenComparingLong(Sent::fingerprint);
    return Stream.concat(delivered, doubtful).sorted(byTime).iterator();
  }
}

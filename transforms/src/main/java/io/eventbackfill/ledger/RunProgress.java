package io.eventbackfill.ledger;

import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.Span;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far a run is, as its lanes wrote it down.
 *
 * @param lanes each lane, by number
 */
public record RunProgress(List<Lane> lanes) {

  /**
   * How far one lane is.
   *
   * @param lane the lane
   * @param reasons events settled or deferred, by reason
   * @param events the lane's events, copies too; -1 if its end was not reached
   * @param begun whether anything was written of it
   * @param inDoubt events that may have been sent without that being written down, at the most
   * @param forgotten those of them that the destination will have forgotten
   * @param damages what of the ledger is missing or can't be read
   * @param uploadTime the destination's clock for what it stored
   * @param written when segments were written, milliseconds since 1970 UTC
   */
  public record Lane(
      int lane,
      Map<Reason, Long> reasons,
      long events,
      boolean begun,
      InDoubt inDoubt,
      InDoubt forgotten,
      List<String> damages,
      Span uploadTime,
      Span written) {

    /** True if every event of it is settled or deferred. */
    public boolean isAtEnd() {
      return events >= 0;
    }

    /** Events that ended like this. */
    public long events(Disposition disposition) {
      return reasons.entrySet().stream()
          .filter(entry -> entry.getKey().disposition() == disposition)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /**
   * Events in doubt.
   *
   * @param events how many, at the most
   * @param since since when, milliseconds since 1970 UTC; empty where nobody knows
   */
  public record InDoubt(long events, Span since) {
    /** This and another one. */
    InDoubt and(InDoubt other) {
      return new InDoubt(events + other.events, since.with(other.since));
    }
  }

  /** Events by the reason they were settled for, over all lanes. */
  public Map<Reason, Long> reasons() {
    Map<Reason, Long> sums = new EnumMap<>(Reason.class);
    lanes.forEach(lane -> lane.reasons().forEach((r, n) -> sums.merge(r, n, Long::sum)));
    return sums;
  }

  /** Events that ended like this, over all lanes. */
  public long events(Disposition disposition) {
    return lanes.stream().mapToLong(lane -> lane.events(disposition)).sum();
  }

  /** Events that may have been sent without that being written down, at the most. */
  public InDoubt inDoubt() {
    return lanes.stream().map(Lane::inDoubt).reduce(new InDoubt(0, Span.EMPTY), InDoubt::and);
  }

  /** Those of them that the destination will have forgotten, or of which nobody knows. */
  public InDoubt forgotten() {
    return lanes.stream().map(Lane::forgotten).reduce(new InDoubt(0, Span.EMPTY), InDoubt::and);
  }

  /** What of the ledger is missing or can't be read. */
  public List<String> damages() {
    return lanes.stream().flatMap(lane -> lane.damages().stream()).toList();
  }

  /** True if nothing was delivered, and nothing may have been. */
  public boolean isUntouched() {
    return events(Disposition.ACCEPTED) == 0 && inDoubt().events() == 0 && damages().isEmpty();
  }

  /** The destination's clock for what it stored. */
  public Span uploadTime() {
    return lanes.stream().map(Lane::uploadTime).reduce(Span.EMPTY, Span::with);
  }

  /** When segments were written, milliseconds since 1970 UTC. */
  public Span written() {
    return lanes.stream().map(Lane::written).reduce(Span.EMPTY, Span::with);
  }
}

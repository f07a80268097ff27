package io.eventbackfill.delivery;

import io.eventbackfill.delivery.Reply.Pressure;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.ActorLoads;
import io.eventbackfill.pacing.Pacer;
import io.eventbackfill.pacing.PacingLimits;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all lanes of a process share on the way out: the pace, what is known of the destination, the
 * keys of which events were deferred, and the wish to stop. Thread-safe.
 */
public final class Outlet {
  /** A body this small is refused for another reason than its size. */
  private static final long LEAST_BYTES = 16 * 1024;

  private final PacingLimits limits;
  private final Pacer pacer;
  private final StopRequest stop;
  private final AtomicBoolean expecting = new AtomicBoolean();
  private final Map<String, Reason> deferredKeys = new ConcurrentHashMap<>();
  private final AtomicLong mostBytes = new AtomicLong(Long.MAX_VALUE);
  private volatile @Nullable Instant lastUseful;
  private volatile boolean givenUp;

  /**
   * An outlet.
   *
   * @param limits what this process may send
   * @param stop ends it
   */
  public Outlet(PacingLimits limits, StopRequest stop) {
    this(limits, new Pacer(limits), stop);
  }

  /**
   * The same, with a pace of its own.
   *
   * @param pacer says when
   */
  public Outlet(PacingLimits limits, Pacer pacer, StopRequest stop) {
    this.limits = limits;
    this.pacer = pacer;
    this.stop = stop;
  }

  /** The pace of all lanes. */
  public Pacer pacer() {
    return pacer;
  }

  /**
   * Learns how many events are to come from whom, so that only those are counted by the day who
   * have more than it allows.
   *
   * @return true the first time
   */
  public boolean expect(ActorLoads loads) {
    boolean first = expecting.compareAndSet(false, true);
    if (first) {
      pacer.countByDay(loads.mayExceed(limits.eventsPerDayPerActor()));
    }
    return first;
  }

  /** True once nothing new is to be sent. */
  boolean isStopping() {
    return stop.isRaised();
  }

  /** Order keys of deferred events, with the reason: what follows would overtake them. */
  Map<String, Reason> deferredKeys() {
    return deferredKeys;
  }

  /** Bytes of a request that the destination will take, as far as is known. */
  long mostBytes() {
    return mostBytes.get();
  }

  /** The destination found a request of so many bytes too large: a little over half may do. */
  void tooLarge(long bytes) {
    mostBytes.accumulateAndGet(Math.max(LEAST_BYTES, bytes * 3 / 5), Math::min);
  }

  /** The destination answered, whatever it said. */
  void useful(Instant now) {
    lastUseful = now;
    givenUp = false;
  }

  /** A request first sent at this time was given up. */
  void giveUp(Instant since) {
    Instant useful = lastUseful;
    givenUp = useful == null || useful.isBefore(since);
  }

  /**
   * True if the destination answered nobody for as long as anyone waits for it: what comes now is
   * tried once, for each batch of a long run would else wait as long again.
   */
  boolean hasGivenUp() {
    return givenUp;
  }

  /** What a reply says of whoever sends too much, for all lanes. */
  void heed(Pressure pressure, Instant until, Instant now) {
    if (!pressure.throttled().isEmpty()) {
      pacer.throttled(pressure.throttled(), pressure.eventsPerSecond(), until, now);
    }
    pressure.spent().forEach(actor -> pacer.spent(actor, now));
  }
}

package io.eventbackfill.delivery;

import io.eventbackfill.batching.BatchBuilder;
import io.eventbackfill.batching.BatchLimits;
import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.Load;
import io.eventbackfill.pacing.Pacer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The events of a lane that were read and not yet settled. Cuts batches of those that may leave,
 * and keeps those that may not, while the lane goes on with others: events of one order key never
 * pass each other.
 *
 * <p>Memory: what {@link LookAhead} allows, and one batch. Not thread-safe.
 */
final class LaneQueue {
  /**
   * While events of its lane are held, a batch waits for more, and the longer the fewer it has:
   * this long if it is full, ten times as long if it is a tenth of that.
   */
  private static final Duration FULL_BATCH_PAUSE = Duration.ofMillis(50);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final String OVER_RATE = "the rate of a device or user";

  private final BatchLimits limits;
  private final LookAhead lookAhead;
  private final Deliverer deliverer;
  private final Outlet outlet;
  private final Turnstile turnstile;
  private final Journal journal;

  private List<Attempted> pending = new ArrayList<>();
  private List<Attempted> inFlight = List.of();
  private long pendingBytes;
  private Set<String> heldKeys = Set.of();
  private int freeEvents;
  private long freeBytes;
  private Instant lastSent = Instant.EPOCH;

  LaneQueue(BatchLimits limits, LookAhead lookAhead, Deliverer deliverer, Journal journal) {
    this.journal = journal;
    this.limits = limits;
    this.lookAhead = lookAhead;
    this.deliverer = deliverer;
    this.outlet = deliverer.outlet();
    this.turnstile = deliverer.turnstile();
  }

  /** What may leave of what is pending, and what keeps the rest. */
  private static final class Selection {
    private final Instant now;
    private final BatchLimits limits;
    private final List<Attempted> events = new ArrayList<>();
    private final Load load = new Load();
    private final Set<String> heldKeys = new HashSet<>();
    private Instant next = Pacer.NEVER;
    private Cause cause = Cause.DEVICE_PACE;

    Selection(Instant now, BatchLimits limits) {
      this.now = now;
      this.limits = limits;
    }

    void hold(Attempted event, Instant until) {
      heldKeys.add(event.event().orderKey());
      next = until.isBefore(next) ? until : next;
    }
  }

  private enum Mode {
    /** What may leave stays, and takes no place. */
    LOOK,
    /** What may leave is taken out, and takes its place in the pace. */
    TAKE
  }

  /** Takes the lane's next event; may send before it returns. */
  void add(long position, QueuedEvent event) throws InterruptedException {
    Attempted next = deliverer.take(position, event);
    pending.add(next);
    pendingBytes += event.body().length();
    countFree(next);
    while (isDue() || isFull()) {
      send(isFull());
    }
  }

  /** Takes the lane's next event, which is not to be sent in this run. */
  void defer(long position, QueuedEvent event, Refused cause) {
    deliverer.defer(deliverer.take(position, event), cause.reason(), cause.detail());
  }

  /** Sends all that is pending; returns when it is settled. */
  void finish() throws InterruptedException {
    while (!pending.isEmpty()) {
      send(true);
    }
  }

  /** How many events wait for their device or user while the lane goes on with others. */
  int held() {
    return pending.size() - freeEvents;
  }

  /** True if an event was sent that is not settled, and may have been stored. */
  boolean isInDoubt() {
    return Stream.concat(pending.stream(), inFlight.stream())
        .anyMatch(event -> !event.isSettled() && event.doubtfulSince() != null);
  }

  private boolean isDue() {
    BatchLimits now = limitsNow();
    return freeEvents >= now.maxEvents() || freeBytes - 1 + now.envelopeBytes() > now.maxBytes();
  }

  private boolean isFull() {
    return pending.size() >= lookAhead.events() || pendingBytes >= lookAhead.bytes();
  }

  /** Sends a batch, or waits for one; a thin one only if nothing more is to come. */
  private void send(boolean evenIfThin) throws InterruptedException {
    if (outlet.isStopping()) {
      stop();
      return;
    }
    Selection seen = select(Mode.LOOK, Integer.MAX_VALUE);
    boolean thin = !seen.heldKeys.isEmpty() && !isDue();
    if (thin && !evenIfThin) {
      return;
    }
    if (seen.events.isEmpty()) {
      if (!pending.isEmpty()) {
        turnstile.sleepUntil(
            seen.next, seen.cause, seen.cause == Cause.DEVICE_PACE ? OVER_RATE : "throttled");
      }
      return;
    }
    Instant ripe = lastSent.plus(pauseBefore(seen.events.size()));
    if (thin && ripe.isAfter(seen.now)) {
      turnstile.sleepUntil(earlier(ripe, seen.next), Cause.DEVICE_PACE, OVER_RATE);
      return;
    }
    sendAtTurn(seen);
  }

  private void sendAtTurn(Selection seen) throws InterruptedException {
    // Before the turn: to write takes time, and a turn is not to be missed.
    journal.sending(pending.get(pending.size() - 1).position());
    int asked = seen.events.size();
    // How far the lane will be: a dense one makes shorter steps and so comes more often. One that
    // holds events will still be no further than those.
    Attempted reached = seen.heldKeys.isEmpty() ? seen.events.get(asked - 1) : pending.get(0);
    if (!turnstile.awaitTurn(reached.event().time().millis(), asked)) {
      return;
    }
    Selection taken = takenAtOnce(seen) ? seen : select(Mode.TAKE, asked);
    int sent = taken.events.size();
    if (sent < asked) {
      outlet.pacer().giveBack(asked - sent, sent == 0);
    }
    if (sent == 0) {
      return;
    }
    inFlight = taken.events;
    List<Attempted> held = deliverer.deliver(taken.events, taken.load);
    inFlight = List.of();
    lastSent = turnstile.now();
    putBack(held);
    journal.rest();
  }

  /**
   * Takes what was seen as it is, without another walk: where nothing was held it is the queue's
   * beginning, and another walk would find the same unless something of it can't leave any more.
   */
  private boolean takenAtOnce(Selection seen) {
    boolean taken =
        seen.heldKeys.isEmpty()
            && limitsNow().equals(seen.limits)
            && outlet.pacer().takeChosen(seen.load, turnstile.now());
    if (taken) {
      setPending(new ArrayList<>(pending.subList(seen.events.size(), pending.size())));
    }
    return taken;
  }

  private Duration pauseBefore(int events) {
    Duration pause = FULL_BATCH_PAUSE.multipliedBy(limitsNow().maxEvents()).dividedBy(events);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Walks through what is pending, in order; defers what will not leave in this run. */
  private Selection select(Mode mode, int most) {
    Selection selection = new Selection(turnstile.now(), limitsNow());
    BatchLimits now = selection.limits;
    BatchBuilder batch =
        new BatchBuilder(
            now.atMost(most, now.maxBytes()), deliverer.destination()::canShareRequest);
    List<Attempted> rest = new ArrayList<>(pending.size());
    boolean full = false;
    for (Attempted event : pending) {
      full |= !batch.fits(event.event());
      boolean goes = !full && chosen(event, mode, selection);
      if (goes) {
        batch.add(event.event());
        selection.events.add(event);
      }
      if (!event.isSettled() && !(goes && mode == Mode.TAKE)) {
        rest.add(event);
      }
    }
    heldKeys = selection.heldKeys;
    setPending(rest);
    return selection;
  }

  /** True if the event may leave; settles or holds it if not. */
  private boolean chosen(Attempted event, Mode mode, Selection selection) {
    if (selection.heldKeys.contains(event.event().orderKey())
        || deliverer.defersWithItsKey(event)) {
      return false;
    }
    Instant now = selection.now;
    if (event.isHeld(now)) {
      selection.hold(event, event.heldUntil());
      selection.cause = Cause.THROTTLED;
      return false;
    }
    Pacer pacer = outlet.pacer();
    Instant at =
        mode == Mode.LOOK
            ? pacer.choose(selection.load, event.actors(), now)
            : pacer.take(selection.load, event.actors(), now);
    if (at.equals(Pacer.NEVER)) {
      deliverer.defer(event, Reason.DAILY_QUOTA, "over the daily quota; not sent");
      return false;
    }
    if (at.isAfter(now)) {
      selection.hold(event, at);
      return false;
    }
    return true;
  }

  private void putBack(List<Attempted> held) {
    if (held.isEmpty()) {
      return;
    }
    heldKeys = new HashSet<>(heldKeys);
    held.forEach(event -> heldKeys.add(event.event().orderKey()));
    List<Attempted> merged = new ArrayList<>(held.size() + pending.size());
    int next = 0;
    for (Attempted event : held) {
      for (; next < pending.size() && pending.get(next).number() < event.number(); next++) {
        merged.add(pending.get(next));
      }
      merged.add(event);
    }
    merged.addAll(pending.subList(next, pending.size()));
    setPending(merged);
  }

  private void setPending(List<Attempted> events) {
    pending = events;
    pendingBytes = 0;
    freeEvents = 0;
    freeBytes = 0;
    for (Attempted event : events) {
      pendingBytes += event.event().body().length();
      countFree(event);
    }
  }

  private void countFree(Attempted event) {
    if (!heldKeys.contains(event.event().orderKey())) {
      freeEvents++;
      freeBytes += event.event().body().length() + 1;
    }
  }

  private void stop() {
    for (Attempted event : pending) {
      if (!deliverer.defersWithItsKey(event)) {
        deliverer.defer(event, Reason.STOPPED, Deliverer.STOPPED);
      }
    }
    setPending(new ArrayList<>());
  }

  private BatchLimits limitsNow() {
    return limits.atMost(outlet.pacer().mostAtOnce(), outlet.mostBytes());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}

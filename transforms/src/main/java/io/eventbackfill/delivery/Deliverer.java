package io.eventbackfill.delivery;

import io.eventbackfill.delivery.Verdict.Action;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import io.eventbackfill.pacing.Load;
import io.eventbackfill.pacing.Pacer.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the batches of a lane, one after the other, until every event has an outcome or is held.
 * Acts on verdicts and knows no vendor.
 *
 * <p>Guarantees: an event is reported exactly once; no event overtakes another one with the same
 * order key, whatever is resent, held or split, as long as what is held comes back before what
 * follows it; at most one request is in flight; nothing is rejected that the destination did not
 * blame, alone or by name. Not thread-safe; one instance per thread.
 */
public final class Deliverer {
  /**
   * After so many requests that blamed only some, halve: a reply may name one culprit at a time.
   */
  private static final int MAX_PEELS = 5;

  static final String STOPPED = "the run was asked to stop";

  /**
   * Lone events of so many different keys, refused in a row with nothing accepted between, are not
   * the events' fault: a firewall forbids the sender, or something else answers in the vendor's
   * place.
   */
  private static final Map<Reason, Integer> MAX_LONE_REFUSALS =
      Map.of(Reason.FORBIDDEN, 3, Reason.REFUSED, 100);

  /** After so many pauses for the same events, halve: together they may be too much for ever. */
  private static final int MAX_PAUSES = 3;

  private final Channel channel;
  private final Outlet outlet;
  private final Turnstile turnstile;
  private final Exchange exchange;
  private final Consumer<Outcome> outcomes;
  private final Redactor redactor;
  private final Map<String, Attempted> firstDeferred = new HashMap<>();
  private final Map<Reason, Set<String>> refusedInARow = new EnumMap<>(Reason.class);
  private long taken;

  /**
   * A deliverer.
   *
   * @param channel how it reaches the destination
   * @param outlet what it shares with the other lanes of the process
   * @param outcomes hears of every event exactly once
   */
  public Deliverer(Channel channel, Outlet outlet, Consumer<Outcome> outcomes) {
    this.channel = channel;
    this.outlet = outlet;
    this.turnstile = new Turnstile(outlet, channel.waiting(), channel.listener());
    this.exchange = new Exchange(channel, outlet, turnstile);
    this.outcomes = outcomes;
    this.redactor = Redactor.of(channel.destination().secrets());
  }

  Outlet outlet() {
    return outlet;
  }

  Destination destination() {
    return channel.destination();
  }

  Turnstile turnstile() {
    return turnstile;
  }

  /** Takes the lane's next event under its care: from here on it will have an outcome. */
  Attempted take(long position, QueuedEvent event) {
    return new Attempted(taken++, position, event);
  }

  /** This event will not be sent in this run; nor, then, what follows it under its key. */
  void defer(Attempted event, Reason reason, String detail) {
    end(event, reason, "", detail);
    firstDeferred.merge(event.event().orderKey(), event, Deliverer::earlier);
    outlet.deferredKeys().putIfAbsent(event.event().orderKey(), reason);
  }

  /** Defers an event if one before it, of the same key, was; true then. */
  boolean defersWithItsKey(Attempted event) {
    String key = event.event().orderKey();
    Attempted deferred = firstDeferred.get(key);
    boolean follows = deferred == null || deferred.number() < event.number();
    Reason reason = follows ? outlet.deferredKeys().get(key) : null;
    if (reason != null) {
      end(event, reason, "", "an earlier event of the same lane and key was deferred");
    }
    return reason != null;
  }

  /**
   * Delivers a batch; returns when each of its events has an outcome or is held.
   *
   * @param batch events whose places are taken
   * @param places those places
   * @return the events that are held, in their order
   * @throws StopJobException if nothing can be delivered as things are
   * @throws InterruptedException if interrupted; what has no outcome is not settled
   */
  List<Attempted> deliver(List<Attempted> batch, Load places) throws InterruptedException {
    new Round().settle(batch, places);
    return batch.stream().filter(event -> !event.isSettled()).toList();
  }

  private void end(Attempted event, Reason reason, String field, String detail) {
    event.settle(reason);
    Refused cause = new Refused(reason, field, redactor.redact(detail));
    boolean accepted = reason.disposition() == Disposition.ACCEPTED;
    outcomes.accept(
        new Outcome(
            event.position(),
            event.event(),
            cause,
            event.attempts(),
            accepted ? null : event.doubtfulSince()));
  }

  /** The way of one batch. */
  private final class Round {
    private final Set<String> heldKeys = new HashSet<>();

    /** Returns when all of these are settled or held; the events of one key in their order. */
    void settle(List<Attempted> events, @Nullable Load places) throws InterruptedException {
      Load load = places;
      int peels = 0;
      int pauses = 0;
      boolean halve = false;
      for (List<Attempted> ready = ready(events); !ready.isEmpty(); ready = ready(events)) {
        if (ready.size() > 1 && (halve || isKnownTooLarge(ready))) {
          giveBack(load);
          halve(ready);
          return;
        }
        Reply reply = attempt(ready, load);
        load = null;
        peels += reply.says(Action.REJECT) ? 1 : 0;
        pauses += reply.says(Action.PAUSE) ? 1 : 0;
        halve =
            peels >= MAX_PEELS || pauses >= MAX_PAUSES || reply.gravest().action() == Action.RESEND;
      }
      giveBack(load);
    }

    /** Places that were taken and are not used. */
    private void giveBack(@Nullable Load places) {
      if (places != null) {
        outlet.pacer().answered(places, Fate.REFUSED, turnstile.now());
      }
    }

    private boolean isKnownTooLarge(List<Attempted> events) {
      long bytes = events.stream().mapToLong(event -> event.event().body().length() + 1L).sum();
      return bytes > outlet.mostBytes();
    }

    /** Sends once and acts on the answer; what is neither settled nor held may go again at once. */
    private Reply attempt(List<Attempted> events, @Nullable Load places)
        throws InterruptedException {
      Optional<Load> load = places == null ? turnstile.pass(events) : Optional.of(places);
      if (load.isEmpty()) {
        return deferAll(events, Verdict.unknown(STOPPED));
      }
      Exchange.Result result = exchange.send(events, load.get());
      Reply reply = result.reply();
      Verdict gravest = reply.gravest();
      switch (gravest.action()) {
        case STOP_JOB -> throw new StopJobException(redactor.redact(gravest.detail()));
        case UNKNOWN -> deferAll(events, gravest);
        case SPLIT -> split(events, gravest, result.bytes());
        case PAUSE -> pause(events, gravest, result.hint());
        case RESEND -> {
          if (events.size() == 1) {
            // Blamed by nothing and taken by nobody: it would go round for ever.
            end(events.get(0), Reason.REFUSED, "", gravest.detail());
          }
        }
        case ACCEPT, HOLD, DEFER, REJECT -> settleEach(events, result);
      }
      return reply;
    }

    /** No answer before the deadline, or before the run was asked to stop. */
    private Reply deferAll(List<Attempted> events, Verdict why) {
      Reason reason = outlet.isStopping() ? Reason.STOPPED : Reason.GAVE_UP;
      events.forEach(event -> defer(event, reason, why.detail()));
      return Reply.all(events.size(), why);
    }

    /** Nobody sends; these go again with everyone else. */
    private void pause(List<Attempted> events, Verdict verdict, Duration hint) {
      Instant until =
          spread(longer(verdict.pause(), hint), channel.waiting().random().nextDouble());
      outlet.pacer().pause(until);
      for (Attempted event : events) {
        if (isTooLate(event, until)) {
          defer(event, Reason.GAVE_UP, verdict.detail());
        }
      }
    }

    private void settleEach(List<Attempted> events, Exchange.Result result) {
      Reply reply = result.reply();
      // Spread lanes, not events: those held together come back in one request.
      double share = channel.waiting().random().nextDouble();
      for (int i = 0; i < events.size(); i++) {
        Attempted event = events.get(i);
        Verdict verdict = reply.verdicts().get(i);
        switch (verdict.action()) {
          case ACCEPT -> end(event, Reason.DELIVERED, "", "");
          case REJECT -> end(event, verdict.reason(), verdict.field(), verdict.detail());
          case DEFER -> defer(event, verdict.reason(), verdict.detail());
          case HOLD ->
              hold(event, spread(longer(verdict.pause(), result.hint()), share), verdict.detail());
          case RESEND -> {}
          case PAUSE, SPLIT, UNKNOWN, STOP_JOB ->
              throw new IllegalStateException(verdict.action() + " is not said of single events");
        }
      }
      Duration pause = longer(reply.pressure().pause(), result.hint());
      outlet.heed(reply.pressure(), spread(pause, share), turnstile.now());
      if (reply.says(Action.ACCEPT)) {
        refusedInARow.clear();
        reply.receipt().atMillis().ifPresent(channel.listener()::stored);
        reply.receipt().events().ifPresent(counted -> checkCount(events.size(), counted));
      }
    }

    private void checkCount(int sent, long counted) {
      if (counted != sent) {
        channel.listener().miscounted(sent, counted);
      }
    }

    private void split(List<Attempted> events, Verdict verdict, int bytes)
        throws InterruptedException {
      if (events.size() > 1) {
        if (verdict.reason() == Reason.TOO_LARGE) {
          outlet.tooLarge(bytes);
        }
        halve(events);
        return;
      }
      Attempted lone = events.get(0);
      Set<String> keys = refusedInARow.computeIfAbsent(verdict.reason(), r -> new HashSet<>());
      keys.add(lone.event().orderKey());
      Integer limit = MAX_LONE_REFUSALS.get(verdict.reason());
      if (limit != null && keys.size() >= limit) {
        throw new StopJobException(
            "the destination refuses every event, last with: " + redactor.redact(verdict.detail()));
      }
      end(lone, verdict.reason(), verdict.field(), verdict.detail());
    }

    /** The first half is settled or held before the second one leaves. */
    private void halve(List<Attempted> events) throws InterruptedException {
      int middle = events.size() / 2;
      settle(events.subList(0, middle), null);
      settle(events.subList(middle, events.size()), null);
    }

    /** What may be sent now: not settled, not held, and behind nothing of its key that is held. */
    private List<Attempted> ready(List<Attempted> events) {
      return events.stream()
          .filter(event -> !event.isSettled())
          .filter(event -> !heldKeys.contains(event.event().orderKey()))
          .filter(event -> !defersWithItsKey(event))
          .toList();
    }

    private void hold(Attempted event, Instant until, String detail) {
      if (isTooLate(event, until)) {
        defer(event, Reason.GAVE_UP, detail);
      } else {
        event.hold(until);
        heldKeys.add(event.event().orderKey());
      }
    }

    private boolean isTooLate(Attempted event, Instant until) {
      Duration trying = Duration.between(event.firstTried(turnstile.now()), until);
      return trying.compareTo(channel.retry().giveUpAfter()) > 0;
    }

    private Instant spread(Duration pause, double share) {
      return turnstile.now().plus(Waiting.spread(pause, share));
    }
  }

  private static Attempted earlier(Attempted a, Attempted b) {
    return a.number() <= b.number() ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

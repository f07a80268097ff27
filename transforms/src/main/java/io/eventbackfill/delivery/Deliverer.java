package io.eventbackfill.delivery;

import io.eventbackfill.delivery.Verdict.Action;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Delivers the batches of a lane, one after the other, until every event has an outcome. Acts on
 * verdicts and knows no vendor.
 *
 * <p>Guarantees: an event is reported exactly once; no event overtakes another one with the same
 * order key, whatever is resent, held or split; at most one request is in flight; nothing is
 * rejected that the destination did not blame, alone or by name. Not thread-safe; one instance per
 * thread.
 */
public final class Deliverer {
  /**
   * After so many requests that blamed only some, halve: a reply may name one culprit at a time.
   */
  private static final int MAX_PEELS = 5;

  /**
   * Lone events of so many different keys, refused in a row with nothing accepted between, are not
   * the events' fault: a firewall forbids the sender, or something else answers in the vendor's
   * place.
   */
  private static final Map<Reason, Integer> MAX_LONE_REFUSALS =
      Map.of(Reason.FORBIDDEN, 3, Reason.REFUSED, 100);

  private final Exchange exchange;
  private final RetryPolicy retry;
  private final Waiting waiting;
  private final DeliveryListener listener;
  private final Redactor redactor;
  private final Map<String, Attempted> firstDeferred = new HashMap<>();
  private final Map<String, Reason> deferredKeys;
  private final Map<Reason, Set<String>> refusedInARow = new EnumMap<>(Reason.class);
  private long taken;

  /**
   * A deliverer.
   *
   * @param destination says what goes over the wire and what the answers mean
   * @param transport sends it
   * @param retry when to try again and when to give up
   * @param waiting time and chance
   * @param listener hears of requests and waits
   */
  public Deliverer(
      Destination destination,
      HttpTransport transport,
      RetryPolicy retry,
      Waiting waiting,
      DeliveryListener listener) {
    this(destination, transport, retry, waiting, listener, new HashMap<>());
  }

  /**
   * A deliverer that goes on where others left off.
   *
   * @param deferredKeys order keys of which events were deferred, with the reason; what others put
   *     there before is deferred here too, for it would overtake. Thread-safe if it is shared
   */
  public Deliverer(
      Destination destination,
      HttpTransport transport,
      RetryPolicy retry,
      Waiting waiting,
      DeliveryListener listener,
      Map<String, Reason> deferredKeys) {
    this.deferredKeys = deferredKeys;
    this.exchange = new Exchange(destination, transport, retry, waiting, listener);
    this.retry = retry;
    this.waiting = waiting;
    this.listener = listener;
    this.redactor = Redactor.of(destination.secrets());
  }

  /**
   * Delivers a batch and returns when each of its events has an outcome.
   *
   * @throws StopJobException if nothing can be delivered as things are
   * @throws InterruptedException if interrupted; what was not reported is not settled
   */
  public List<Outcome> deliver(List<QueuedEvent> batch) throws InterruptedException {
    Round round = new Round(waiting.now());
    round.settle(batch.stream().map(event -> new Attempted(taken++, event)).toList());
    return round.outcomes;
  }

  /** The way of one batch. */
  private final class Round {
    private final Instant since;
    private final List<Outcome> outcomes = new ArrayList<>();

    Round(Instant since) {
      this.since = since;
    }

    /** Returns when all of these are settled; the events of one key in their order. */
    void settle(List<Attempted> events) throws InterruptedException {
      List<Attempted> open = new ArrayList<>(events);
      int peels = 0;
      boolean halve = false;
      while (!open.isEmpty()) {
        open.forEach(this::deferIfItFollowsDeferred);
        List<Attempted> ready = ready(open);
        if (halve && ready.size() > 1) {
          halve(ready);
        } else if (ready.isEmpty()) {
          awaitHeld(open);
        } else {
          Reply reply = attempt(ready);
          peels += reply.says(Action.REJECT) ? 1 : 0;
          halve = peels >= MAX_PEELS || reply.gravest().action() == Action.RESEND;
        }
        open.removeIf(Attempted::isSettled);
      }
    }

    /** Sends once and acts on the answer; what is neither settled nor held may go again at once. */
    private Reply attempt(List<Attempted> events) throws InterruptedException {
      Exchange.Result result = exchange.send(events, since);
      Reply reply = result.reply();
      Verdict gravest = reply.gravest();
      switch (gravest.action()) {
        case STOP_JOB -> throw new StopJobException(redactor.redact(gravest.detail()));
        case UNKNOWN -> events.forEach(e -> defer(e, Reason.GAVE_UP, gravest.detail()));
        case SPLIT -> split(events, gravest);
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

    private void settleEach(List<Attempted> events, Exchange.Result result) {
      Reply reply = result.reply();
      Instant now = waiting.now();
      // Spread lanes, not events: those held together come back in one request.
      double spread = waiting.random().nextDouble();
      for (int i = 0; i < events.size(); i++) {
        Attempted event = events.get(i);
        Verdict verdict = reply.verdicts().get(i);
        switch (verdict.action()) {
          case ACCEPT -> end(event, Reason.DELIVERED, "", "");
          case REJECT -> end(event, verdict.reason(), verdict.field(), verdict.detail());
          case DEFER -> defer(event, verdict.reason(), verdict.detail());
          case HOLD -> {
            Duration pause = longer(verdict.pause(), result.hint());
            hold(event, now.plus(Waiting.spread(pause, spread)), verdict.detail());
          }
          case RESEND -> {}
          case SPLIT, UNKNOWN, STOP_JOB ->
              throw new IllegalStateException(verdict.action() + " is not said of single events");
        }
      }
      if (reply.says(Action.ACCEPT)) {
        refusedInARow.clear();
        reply.receipt().atMillis().ifPresent(listener::stored);
        reply.receipt().events().ifPresent(counted -> checkCount(events.size(), counted));
      }
    }

    private void checkCount(int sent, long counted) {
      if (counted != sent) {
        listener.miscounted(sent, counted);
      }
    }

    private void split(List<Attempted> events, Verdict verdict) throws InterruptedException {
      if (events.size() > 1) {
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

    /** The first half is settled before the second one leaves. */
    private void halve(List<Attempted> events) throws InterruptedException {
      int middle = events.size() / 2;
      settle(events.subList(0, middle));
      settle(events.subList(middle, events.size()));
    }

    /** What may be sent now: not held, and behind nothing of its own key that is held. */
    private List<Attempted> ready(List<Attempted> open) {
      Instant now = waiting.now();
      Set<String> blocked = new HashSet<>();
      List<Attempted> ready = new ArrayList<>(open.size());
      for (Attempted event : open) {
        String key = event.event().orderKey();
        if (event.isSettled()) {
          continue;
        }
        if (event.isHeld(now) || blocked.contains(key)) {
          blocked.add(key);
        } else {
          ready.add(event);
        }
      }
      return ready;
    }

    private void awaitHeld(List<Attempted> open) throws InterruptedException {
      Instant now = waiting.now();
      Optional<Instant> next =
          open.stream()
              .filter(event -> event.isHeld(now))
              .map(Attempted::heldUntil)
              .min(Comparator.naturalOrder());
      if (next.isPresent()) {
        Duration wait = Duration.between(now, next.get());
        listener.waiting(wait, "throttled");
        waiting.sleeper().sleep(wait);
      }
    }

    private void hold(Attempted event, Instant until, String detail) {
      if (Duration.between(since, until).compareTo(retry.giveUpAfter()) > 0) {
        defer(event, Reason.GAVE_UP, detail);
      } else {
        event.hold(until);
      }
    }

    /** Whatever comes later under this key is deferred too: sent, it would overtake this one. */
    private void defer(Attempted event, Reason reason, String detail) {
      end(event, reason, "", detail);
      firstDeferred.merge(event.event().orderKey(), event, Deliverer::earlier);
      deferredKeys.putIfAbsent(event.event().orderKey(), reason);
    }

    private void deferIfItFollowsDeferred(Attempted event) {
      if (event.isSettled()) {
        return;
      }
      String key = event.event().orderKey();
      Attempted deferred = firstDeferred.get(key);
      boolean follows = deferred == null || deferred.number() < event.number();
      Reason reason = follows ? deferredKeys.get(key) : null;
      if (reason != null) {
        end(event, reason, "", "an earlier event of the same lane and key was deferred");
      }
    }

    private void end(Attempted event, Reason reason, String field, String detail) {
      event.settle(reason);
      Refused cause = new Refused(reason, field, redactor.redact(detail));
      outcomes.add(new Outcome(event.event(), cause, event.attempts()));
    }
  }

  private static Attempted earlier(Attempted a, Attempted b) {
    return a.number() <= b.number() ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

package io.eventbackfill.delivery;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.pacing.Load;
import io.eventbackfill.pacing.Pacer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Where a lane waits until it may send. Not thread-safe; the outlet behind it is. */
final class Turnstile {
  /** When to look again where nobody can tell: another lane's request must be answered first. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Outlet outlet;
  private final Waiting waiting;
  private final DeliveryListener listener;

  Turnstile(Outlet outlet, Waiting waiting, DeliveryListener listener) {
    this.outlet = outlet;
    this.waiting = waiting;
    this.listener = listener;
  }

  Instant now() {
    return waiting.now();
  }

  /** Sleeps; true at the end of it, false if the run is to stop. */
  boolean sleep(Duration wait, Cause cause, String why) throws InterruptedException {
    if (outlet.isStopping()) {
      return false;
    }
    if (!wait.isNegative() && !wait.isZero()) {
      listener.waiting(wait, cause, why);
      waiting.sleeper().sleep(wait);
    }
    return !outlet.isStopping();
  }

  /** Sleeps until then, or for a moment where then is not known. */
  boolean sleepUntil(Instant then, Cause cause, String why) throws InterruptedException {
    Instant now = waiting.now();
    Duration wait =
        then.isAfter(now.plus(Duration.ofDays(2))) ? LOOK_AGAIN : Duration.between(now, then);
    return sleep(wait, cause, why);
  }

  /** Waits for the turn to send so many events; true then, false if the run is to stop. */
  boolean awaitTurn(long eventTimeMillis, int events) throws InterruptedException {
    Pacer pacer = outlet.pacer();
    Pacer.Ticket ticket = pacer.queue(eventTimeMillis, events);
    try {
      while (!outlet.isStopping()) {
        Instant now = waiting.now();
        Instant at = pacer.ask(ticket, now);
        if (!at.isAfter(now)) {
          return true;
        }
        Cause cause = pacer.isPaused(now) ? Cause.THROTTLED : Cause.PACE;
        sleepUntil(at, cause, cause == Cause.PACE ? "the project's rate" : "all are throttled");
      }
      return false;
    } finally {
      pacer.leave(ticket);
    }
  }

  /** Waits until all these may leave in one request; their load then, empty if to stop. */
  Optional<Load> pass(Collection<Attempted> events) throws InterruptedException {
    Pacer pacer = outlet.pacer();
    Load load = Load.of(events.stream().map(Attempted::actors).toList());
    long eventTime = events.iterator().next().event().time().millis();
    while (awaitTurn(eventTime, load.events())) {
      Instant now = waiting.now();
      Instant at = pacer.takeAll(load, now);
      if (!at.isAfter(now)) {
        return Optional.of(load);
      }
      pacer.giveBack(load.events(), true);
      if (!sleepUntil(at, Cause.DEVICE_PACE, "the rate of a device or user")) {
        break;
      }
    }
    return Optional.empty();
  }
}

package io.eventbackfill.delivery;

import io.eventbackfill.delivery.DeliveryListener.Cause;
import io.eventbackfill.delivery.Verdict.Action;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.pacing.Load;
import io.eventbackfill.pacing.Pacer.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request, sent with the same bytes until its answer is known: a lost answer may mean a stored
 * request, and only identical events let the destination recognise the copy.
 */
final class Exchange {
  private final Channel channel;
  private final Outlet outlet;
  private final Turnstile turnstile;

  Exchange(Channel channel, Outlet outlet, Turnstile turnstile) {
    this.channel = channel;
    this.outlet = outlet;
    this.turnstile = turnstile;
  }

  /**
   * What an exchange came to.
   *
   * @param reply the last reply; it says {@link Action#UNKNOWN} only if the deadline passed or the
   *     run is to stop
   * @param hint the wait the destination asked for, zero if none
   * @param bytes the request's size
   */
  record Result(Reply reply, Duration hint, int bytes) {}

  /** Sends these events, in this order; their places are taken. */
  Result send(List<Attempted> events, Load taken) throws InterruptedException {
    List<QueuedEvent> batch = events.stream().map(Attempted::event).toList();
    HttpRequestSpec request = channel.destination().encode(batch);
    Instant since = since(events);
    Load load = taken;
    for (int attempt = 1; ; attempt++) {
      HttpReply answer = attempt(events, request, load);
      Reply reply = explain(batch, answer, load);
      Result result = new Result(reply, hint(answer), request.body().length());
      if (!reply.says(Action.UNKNOWN)) {
        outlet.useful(turnstile.now());
        return result;
      }
      events.forEach(Attempted::leftUnanswered);
      Optional<Load> next = next(events, since, attempt, answer, result.hint());
      if (next.isEmpty()) {
        return result;
      }
      load = next.get();
    }
  }

  private HttpReply attempt(List<Attempted> events, HttpRequestSpec request, Load load)
      throws InterruptedException {
    Instant sent = turnstile.now();
    HttpReply answer;
    try {
      answer = channel.transport().send(request);
    } catch (InterruptedException e) {
      // Nothing has left: an answer that is waited for comes in spite of an interrupt.
      outlet.pacer().answered(load, Fate.REFUSED, turnstile.now());
      throw e;
    } catch (RuntimeException | Error e) {
      outlet.pacer().answered(load, Fate.UNKNOWN, turnstile.now());
      events.forEach(event -> event.tried(sent, 0));
      events.forEach(Attempted::leftUnanswered);
      throw e;
    }
    int status = answer.statusOrZero();
    events.forEach(event -> event.tried(sent, status));
    channel.listener().replied(answer.label(), request.body().length());
    return answer;
  }

  private Reply explain(List<QueuedEvent> batch, HttpReply answer, Load load) {
    Reply reply = channel.destination().explain(batch, answer);
    if (reply.verdicts().size() != batch.size()) {
      throw new IllegalStateException(
          "%d verdicts for %d events".formatted(reply.verdicts().size(), batch.size()));
    }
    Fate fate =
        switch (reply.gravest().action()) {
          case ACCEPT -> Fate.STORED;
          case UNKNOWN -> Fate.UNKNOWN;
          case RESEND, HOLD, DEFER, REJECT, PAUSE, SPLIT, STOP_JOB -> Fate.REFUSED;
        };
    outlet.pacer().answered(load, fate, turnstile.now());
    return reply;
  }

  /** Waits for the next attempt; empty if there is to be none. */
  private Optional<Load> next(
      List<Attempted> events, Instant since, int attempt, HttpReply answer, Duration hint)
      throws InterruptedException {
    Duration elapsed = Duration.between(since, turnstile.now());
    Optional<Duration> wait =
        channel.retry().waitBefore(attempt, hint, elapsed, channel.waiting().random());
    if (wait.isEmpty() || outlet.hasGivenUp()) {
      outlet.giveUp(since);
      return Optional.empty();
    }
    return turnstile.sleep(wait.get(), Cause.OUTAGE, answer.label())
        ? turnstile.pass(events)
        : Optional.empty();
  }

  /** When the deadline of all these began to run. */
  private Instant since(List<Attempted> events) {
    Instant since = turnstile.now();
    for (Attempted event : events) {
      Instant first = event.firstTried(since);
      since = first.isBefore(since) ? first : since;
    }
    return since;
  }

  private Duration hint(HttpReply answer) {
    return answer instanceof HttpReply.Answered answered
        ? answered
            .retryAfter()
            .map(value -> RetryAfter.parse(value, turnstile.now()))
            .orElse(Duration.ZERO)
        : Duration.ZERO;
  }
}

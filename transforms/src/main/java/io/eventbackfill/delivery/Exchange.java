package io.eventbackfill.delivery;

import io.eventbackfill.delivery.Verdict.Action;
import io.eventbackfill.model.QueuedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request, sent with the same bytes until its answer is known: a lost answer may mean a stored
 * request, and only identical events let the destination recognise the copy.
 */
final class Exchange {
  private final Destination destination;
  private final HttpTransport transport;
  private final RetryPolicy retry;
  private final Waiting waiting;
  private final DeliveryListener listener;

  Exchange(
      Destination destination,
      HttpTransport transport,
      RetryPolicy retry,
      Waiting waiting,
      DeliveryListener listener) {
    this.destination = destination;
    this.transport = transport;
    this.retry = retry;
    this.waiting = waiting;
    this.listener = listener;
  }

  /**
   * What an exchange came to.
   *
   * @param reply the last reply; it says {@link Action#UNKNOWN} only if the deadline passed
   * @param hint the wait the destination asked for, zero if none
   */
  record Result(Reply reply, Duration hint) {}

  /** Sends these events, in this order; {@code since} is when the deadline began to run. */
  Result send(List<Attempted> events, Instant since) throws InterruptedException {
    List<QueuedEvent> batch = events.stream().map(Attempted::event).toList();
    HttpRequestSpec request = destination.encode(batch);
    for (int attempt = 1; ; attempt++) {
      Instant sent = waiting.now();
      HttpReply answer = transport.send(request);
      events.forEach(event -> event.tried(sent, answer.statusOrZero()));
      listener.replied(answer.label(), request.body().length());
      Reply reply = destination.explain(batch, answer);
      requireOneVerdictEach(batch, reply);
      Duration hint = hint(answer);
      if (!reply.says(Action.UNKNOWN)) {
        return new Result(reply, hint);
      }
      Duration elapsed = Duration.between(since, waiting.now());
      Optional<Duration> wait = retry.waitBefore(attempt, hint, elapsed, waiting.random());
      if (wait.isEmpty()) {
        return new Result(reply, hint);
      }
      listener.waiting(wait.get(), answer.label());
      waiting.sleeper().sleep(wait.get());
    }
  }

  private Duration hint(HttpReply answer) {
    return answer instanceof HttpReply.Answered answered
        ? answered.retryAfter().map(v -> RetryAfter.parse(v, waiting.now())).orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private static void requireOneVerdictEach(List<QueuedEvent> batch, Reply reply) {
    if (reply.verdicts().size() != batch.size()) {
      throw new IllegalStateException(
          "%d verdicts for %d events".formatted(reply.verdicts().size(), batch.size()));
    }
  }
}

package io.eventbackfill.emulators.amplitude;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the Export API is like just now: how late, how much it gives at once, and what it answers
 * out of turn. Thread-safe.
 */
public final class ExportConditions {
  private Duration lag = Duration.ZERO;
  private int mostEvents = Integer.MAX_VALUE;
  private int tooMuchStatus = 504;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private int requests;

  /** Events are in no export before this long after their upload (Export API: two hours). */
  public synchronized void lag(Duration duration) {
    lag = duration;
  }

  /**
   * Answers a request for more than so many events with this status (Export API: 504 where the
   * amount is too large, 400 above 4 GB).
   */
  public synchronized void atMost(int events, int status) {
    mostEvents = events;
    tooMuchStatus = status;
  }

  /** Answers the next requests with these statuses, in order, before any are answered as usual. */
  public synchronized void answerFirst(List<Integer> statuses) {
    answers.clear();
    answers.addAll(statuses);
  }

  /** Requests so far. */
  public synchronized int requests() {
    return requests;
  }

  synchronized Duration lag() {
    return lag;
  }

  synchronized int mostEvents() {
    return mostEvents;
  }

  synchronized int tooMuchStatus() {
    return tooMuchStatus;
  }

  /** The status to answer a request with out of turn; 0 for the usual answer. */
  synchronized int next() {
    requests++;
    Integer status = answers.poll();
    return status == null ? 0 : status;
  }
}

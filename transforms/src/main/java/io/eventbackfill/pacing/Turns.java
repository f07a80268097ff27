package io.eventbackfill.pacing;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Who sends next, and when, so that a project's rates are kept. The turn goes to whoever is
 * furthest behind in event time: lanes then move through history side by side, each at the rate its
 * share of the events needs, and none is left over at the end. Times are microseconds. Not
 * thread-safe.
 */
final class Turns {
  /** A turn taken late may be made up for by so much: timers are not exact. */
  private static final long GRACE = 100_000;

  /** When to look again for something that nobody can foretell: an answer. */
  private static final long ANSWERED = 20_000;

  /** When to look again at the latest: who is ahead may step out, or need less than was asked. */
  private static final long STEPPED_OUT = 100_000;

  private static final Comparator<Turn> ORDER =
      Comparator.<Turn>comparingLong(turn -> turn.eventTime).thenComparingLong(turn -> turn.number);

  private final Rate events;
  private final Rate requests;
  private final TreeSet<Turn> waiting = new TreeSet<>(ORDER);
  private long joined;
  private long pausedUntil = Long.MIN_VALUE;

  /** One request's place in the queue. */
  static final class Turn {
    private final long eventTime;
    private final int events;
    private final long number;

    Turn(long eventTime, int events, long number) {
      this.eventTime = eventTime;
      this.events = events;
      this.number = number;
    }
  }

  /** A rate, kept evenly from one to the next and as an average over the window. */
  private static final class Rate {
    private final double microsEach;
    private final double mostInWindow;
    private final SlidingWindow sent = new SlidingWindow(PacingLimits.WINDOW.toNanos() / 1000);
    private double next;

    Rate(double perSecond) {
      microsEach = 1e6 / perSecond;
      mostInWindow = perSecond * PacingLimits.WINDOW.toSeconds();
    }

    long freeAt(int count, long now) {
      return Math.max((long) Math.ceil(next), sent.freeAt(count, mostInWindow, now));
    }

    void leave(int count, long now) {
      next = Math.max(next, (double) (now - GRACE)) + count * microsEach;
      sent.leave(count);
    }

    void takeBack(int count) {
      next -= count * microsEach;
      sent.takeBack(count);
    }
  }

  Turns(double eventsPerSecond, double requestsPerSecond) {
    events = new Rate(eventsPerSecond);
    requests = new Rate(requestsPerSecond);
  }

  /** The most events one request may have. */
  int mostAtOnce() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, events.mostInWindow));
  }

  /** Queues for a request with this many events, which brings its lane to this time. */
  Turn join(long eventTime, int count) {
    Turn turn = new Turn(eventTime, count, joined++);
    waiting.add(turn);
    return turn;
  }

  /** Steps out of the queue. */
  void leave(Turn turn) {
    waiting.remove(turn);
  }

  /** When to ask again; now if this is the turn, which is then taken. */
  long ask(Turn turn, long now) {
    long free =
        Math.max(pausedUntil, Math.max(events.freeAt(turn.events, now), requests.freeAt(1, now)));
    if (free == Long.MAX_VALUE) {
      return now + ANSWERED;
    }
    double ahead = 0;
    for (Turn other : waiting.headSet(turn)) {
      ahead += Math.max(other.events * events.microsEach, requests.microsEach);
    }
    if (ahead > 0) {
      return Math.min(Math.max(free, now) + (long) Math.ceil(ahead), now + STEPPED_OUT);
    }
    if (free > now) {
      return free;
    }
    waiting.remove(turn);
    events.leave(turn.events, now);
    requests.leave(1, now);
    return now;
  }

  /** A turn was taken for so many events more than were sent. */
  void takeBack(int count, int wholeRequests) {
    events.takeBack(count);
    requests.takeBack(wholeRequests);
  }

  /** A request with so many events was answered. */
  void answer(int count, long now) {
    events.sent.answer(count, now);
    requests.sent.answer(1, now);
  }

  /** Nobody sends before then. */
  void pause(long until) {
    pausedUntil = Math.max(pausedUntil, until);
  }

  boolean isPaused(long now) {
    return now < pausedUntil;
  }
}

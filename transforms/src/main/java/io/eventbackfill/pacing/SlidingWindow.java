package io.eventbackfill.pacing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts what a vendor may have seen within the last so many microseconds, at the most.
 *
 * <p>When a request arrived is not known: at some time between its departure and its answer. It
 * counts from the one until a whole window after the other, so that no window of the vendor's holds
 * more, whatever the network did. Not thread-safe.
 */
final class SlidingWindow {
  private final long windowMicros;
  private final Deque<Answered> answers = new ArrayDeque<>(1);
  private long answered;
  private long underWay;

  /**
   * Answered at the same time.
   *
   * @param until when they count no longer
   */
  private record Answered(long until, long count) {}

  SlidingWindow(long windowMicros) {
    this.windowMicros = windowMicros;
  }

  /** So many are on their way from now on. */
  void leave(int count) {
    underWay += count;
  }

  /** So many of those on their way never left. */
  void takeBack(int count) {
    underWay -= count;
  }

  /** So many of those on their way were answered now. */
  void answer(int count, long now) {
    underWay -= count;
    answered += count;
    long until = now + windowMicros;
    Answered last = answers.peekLast();
    if (last != null && last.until() >= until) {
      answers.removeLast();
      answers.addLast(new Answered(last.until(), last.count() + count));
    } else {
      answers.addLast(new Answered(until, count));
    }
  }

  /** What counts now. */
  long count(long now) {
    for (Answered first = answers.peekFirst();
        first != null && first.until() <= now;
        first = answers.peekFirst()) {
      answered -= first.count();
      answers.removeFirst();
    }
    return answered + underWay;
  }

  /**
   * When so many more will be within a bound; now or earlier if they are already, {@link
   * Long#MAX_VALUE} if something under way must be answered first. A window that is empty takes any
   * number: what is over the bound as a whole would never go.
   */
  long freeAt(int more, double bound, long now) {
    long left = count(now);
    if (left == 0 || left + more <= bound) {
      return now;
    }
    for (Answered next : answers) {
      left -= next.count();
      if (left == 0 || left + more <= bound) {
        return next.until();
      }
    }
    return Long.MAX_VALUE;
  }

  /** True if nothing counts now. */
  boolean isIdle(long now) {
    return count(now) == 0;
  }
}

package io.eventbackfill.emulators;

/** Counts what happened within the last so many milliseconds. Time must not run backwards. */
public final class SlidingCount {

  private static final int INITIAL = 2;

  private final long windowMillis;
  private long[] at = new long[INITIAL];
  private int[] counts = new int[INITIAL];
  private int first;
  private int size;
  private long total;

  /** Nothing has happened yet. */
  public SlidingCount(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** What happened after {@code now - window}, up to and including {@code now}. */
  public long at(long now) {
    while (size > 0 && at[first] <= now - windowMillis) {
      total -= counts[first];
      first = (first + 1) % at.length;
      size--;
    }
    return total;
  }

  /** Something happened {@code count} times at {@code now}, in milliseconds. */
  public void add(long now, int count) {
    at(now);
    total += count;
    int last = (first + size - 1 + at.length) % at.length;
    if (size > 0 && at[last] >= now) {
      counts[last] += count;
      return;
    }
    if (size == at.length) {
      grow();
    }
    int next = (first + size) % at.length;
    at[next] = now;
    counts[next] = count;
    size++;
  }

  /** What was added after {@code instant}, without forgetting anything. */
  public long since(long instant) {
    long sum = 0;
    for (int i = size - 1; i >= 0; i--) {
      int index = (first + i) % at.length;
      if (at[index] <= instant) {
        break;
      }
      sum += counts[index];
    }
    return sum;
  }

  private void grow() {
    long[] longer = new long[size * 2];
    int[] more = new int[size * 2];
    for (int i = 0; i < size; i++) {
      longer[i] = at[(first + i) % size];
      more[i] = counts[(first + i) % size];
    }
    at = longer;
    counts = more;
    first = 0;
  }
}

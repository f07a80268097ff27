package io.eventbackfill.ordering;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the sorting of all lanes of a process shares. Thread-safe. */
public final class SortMemory {
  /** Others need the heap too: an engine, the events under way, requests. */
  private static final int SHARE_OF_HEAP = 4;

  private static final SortMemory OF_THIS_PROCESS =
      new SortMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param most how many bytes there are
   */
  public SortMemory(long most) {
    this.most = most;
  }

  /** A quarter of this process's largest heap ({@code -Xmx}). */
  public static SortMemory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Takes so many bytes, if there are so many; false, and takes none, if not. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /** Takes so many bytes, whether they are there or not: with none nothing can be done. */
  void overdraw(long bytes) {
    taken.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}

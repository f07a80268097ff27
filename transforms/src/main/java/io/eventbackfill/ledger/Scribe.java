package io.eventbackfill.ledger;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes on a thread that nobody interrupts. An engine that cancels a job interrupts its threads,
 * and a file channel closes under an interrupted thread: what was delivered just before would not
 * be written down, and the next start would send it again.
 */
final class Scribe {
  /** As many threads as lanes write at once; they end after a minute without work. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("ledger-%d").setDaemon(true).build());

  /** What is to be done. */
  interface Work {
    void run() throws IOException;
  }

  private Scribe() {}

  /**
   * Does the work to its end, however often the thread that calls is interrupted; it is still
   * interrupted then.
   *
   * @throws IOException what the work throws; its unchecked exceptions and errors, too
   */
  static void carryOut(Work work) throws IOException {
    Future<?> done =
        THREADS.submit(
            () -> {
              work.run();
              return null;
            });
    try {
      Uninterruptibles.getUninterruptibly(done);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      Throwables.throwIfInstanceOf(cause, IOException.class);
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    }
  }
}

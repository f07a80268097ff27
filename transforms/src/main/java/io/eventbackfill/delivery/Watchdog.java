package io.eventbackfill.delivery;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Cuts exchanges that take too long as a whole. A socket's timeout bounds a single read, so that an
 * answer that drips, or a server that stops reading the request, could hold a lane for ever.
 * Thread-safe; a thread has one exchange at a time.
 */
final class Watchdog implements AutoCloseable {
  private static final ThreadLocal<Watch> CURRENT = new ThreadLocal<>();

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "exchange-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches the exchange this thread is about to make, until the watch is closed. */
  Watch watch(Duration limit) {
    Watch watch = new Watch();
    watch.allow(limit);
    CURRENT.set(watch);
    return watch;
  }

  /** Tells the watch of the calling thread what to cut; to be the first in the client's chain. */
  ExecChainHandler handler() {
    return (request, scope, chain) -> {
      Watch watch = CURRENT.get();
      if (watch != null && scope.originalRequest instanceof Cancellable exchange) {
        watch.begin(exchange);
      }
      return chain.proceed(request, scope);
    };
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** The time one exchange has left. */
  final class Watch implements AutoCloseable {
    private @Nullable Cancellable exchange;
    private @Nullable Future<?> end;
    private boolean expired;

    private synchronized void begin(Cancellable begun) {
      exchange = begun;
      if (expired) {
        begun.cancel();
      }
    }

    /** The exchange may go on for this long from now, whatever was allowed before. */
    synchronized void allow(Duration limit) {
      if (end != null) {
        end.cancel(false);
      }
      end = timer.schedule(this::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void expire() {
      expired = true;
      if (exchange != null) {
        exchange.cancel();
      }
    }

    synchronized boolean isExpired() {
      return expired;
    }

    @Override
    public synchronized void close() {
      if (end != null) {
        end.cancel(false);
      }
      exchange = null;
      CURRENT.remove();
    }
  }
}

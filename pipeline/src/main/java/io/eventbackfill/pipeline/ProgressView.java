package io.eventbackfill.pipeline;

import io.eventbackfill.pipeline.Progress.Look;
import io.eventbackfill.steps.Tally;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says how far a run is while it runs: a few lines, redrawn in place, on a {@link LiveScreen}; a
 * line every ten seconds elsewhere.
 */
final class ProgressView implements AutoCloseable {
  private static final Duration REDRAWN_EVERY = Duration.ofSeconds(1);
  private static final Duration PRINTED_EVERY = Duration.ofSeconds(10);

  private final PrintStream out;
  private final InstantSource clock = InstantSource.system();
  private final Progress progress;
  private final ProgressText text = new ProgressText(ZoneId.systemDefault());
  private final Supplier<Map<String, Long>> counts;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private ProgressView(PrintStream out, long bytesToRead, Supplier<Map<String, Long>> counts) {
    this.out = out;
    this.progress = new Progress(clock.instant(), bytesToRead);
    this.counts = counts;
  }

  /** Begins to show what this process does. */
  static ProgressView ofThisProcess(PrintStream out, long bytesToRead) {
    Duration every = out instanceof LiveScreen ? REDRAWN_EVERY : PRINTED_EVERY;
    return new ProgressView(out, bytesToRead, Tally::snapshot).start(every);
  }

  /**
   * Begins to show what others do.
   *
   * @param counts asks them; empty as long as they say nothing, and then nothing is shown
   */
  static ProgressView ofOthers(
      PrintStream out, long bytesToRead, Supplier<Map<String, Long>> counts) {
    return new ProgressView(out, bytesToRead, counts).start(PRINTED_EVERY);
  }

  private ProgressView start(Duration every) {
    long millis = every.toMillis();
    var unused = timer.scheduleAtFixedRate(this::draw, millis, millis, TimeUnit.MILLISECONDS);
    return this;
  }

  /** Shows it a last time and stops. */
  @Override
  public void close() {
    timer.shutdownNow();
    draw();
    if (out instanceof LiveScreen screen) {
      screen.leave();
    }
  }

  private synchronized void draw() {
    Map<String, Long> now = counts.get();
    if (now.isEmpty()) {
      return;
    }
    Instant at = clock.instant();
    Look look = progress.look(at, now);
    if (out instanceof LiveScreen screen) {
      screen.show(text.block(look, screen.lineLength()));
    } else {
      out.println(text.line(look));
    }
  }
}

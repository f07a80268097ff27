package io.eventbackfill.pipeline;

import io.eventbackfill.steps.Tally;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says how far a run is while it runs: one line, redrawn every second, on a terminal; a new line
 * every ten seconds elsewhere. Counts what this process does, so on a cluster it is silent.
 */
final class ProgressLine implements AutoCloseable {
  private final PrintStream out;
  private final Style style;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final long startedNanos = System.nanoTime();
  private long lastSettled;
  private long lastNanos = startedNanos;

  /** How to draw. */
  enum Style {
    /** One line, drawn over itself. */
    TERMINAL(Duration.ofSeconds(1), "\r", "\u001b[K"),
    /** A line at a time. */
    PLAIN(Duration.ofSeconds(10), "", System.lineSeparator());

    private final Duration every;
    private final String before;
    private final String after;

    Style(Duration every, String before, String after) {
      this.every = every;
      this.before = before;
      this.after = after;
    }

    /** What suits the process's output. */
    @SuppressWarnings("SystemConsoleNull") // From Java 22 on, TERM alone has to tell.
    static Style ofThisProcess() {
      String term = System.getenv("TERM");
      boolean terminal = System.console() != null && term != null && !term.equals("dumb");
      return terminal ? TERMINAL : PLAIN;
    }
  }

  private ProgressLine(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** Begins to draw. */
  static ProgressLine start(PrintStream out, Style style) {
    ProgressLine line = new ProgressLine(out, style);
    long millis = style.every.toMillis();
    var unused = line.timer.scheduleAtFixedRate(line::draw, millis, millis, TimeUnit.MILLISECONDS);
    return line;
  }

  /** Draws a last time and stops. */
  @Override
  public void close() {
    timer.shutdownNow();
    draw();
    if (style == Style.TERMINAL) {
      out.println();
    }
  }

  private synchronized void draw() {
    long now = System.nanoTime();
    Map<String, Long> counts = Tally.snapshot();
    long settled = settled(counts);
    double seconds = Math.max(1e-3, (now - lastNanos) / 1e9);
    out.print(
        style.before + text(counts, Math.round((settled - lastSettled) / seconds)) + style.after);
    out.flush();
    lastSettled = settled;
    lastNanos = now;
  }

  /** The line for these counts and this rate. */
  static String text(Map<String, Long> counts, long perSecond) {
    long accepted = counts.getOrDefault("deliver/events-accepted", 0L);
    long rejected =
        counts.getOrDefault("read/rows-rejected", 0L)
            + counts.getOrDefault("map/rows-rejected", 0L)
            + counts.getOrDefault("deliver/events-rejected", 0L);
    long skipped =
        counts.getOrDefault("map/rows-skipped", 0L)
            + counts.getOrDefault("deliver/events-skipped", 0L);
    return String.format(
        Locale.ROOT,
        "read %,d rows of %,d files | accepted %,d | rejected %,d | deferred %,d | skipped %,d"
            + " | %,d events/s",
        counts.getOrDefault("read/rows", 0L),
        counts.getOrDefault("read/files", 0L),
        accepted,
        rejected,
        counts.getOrDefault("deliver/events-deferred", 0L),
        skipped,
        perSecond);
  }

  private static long settled(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("deliver/events-"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}

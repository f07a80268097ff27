package io.eventbackfill.pipeline;

import io.eventbackfill.steps.Tally;
import java.io.PrintStream;
import java.time.Duration;
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
  private final Progress progress = new Progress(System.nanoTime());

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

    /** Prints a line that stays, in the place of the one last drawn. */
    void interject(PrintStream out, String line) {
      out.print(before + line + (this == TERMINAL ? after + System.lineSeparator() : after));
      out.flush();
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
    out.print(style.before + progress.line(System.nanoTime(), Tally.snapshot()) + style.after);
    out.flush();
  }
}

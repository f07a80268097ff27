package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Standard error where it is a terminal: whatever is printed appears above a few lines that are
 * drawn over themselves. Without a library: those that do this bring native code for each system,
 * and two control sequences are all that is needed.
 */
final class LiveScreen extends PrintStream {
  private static final String CURSOR_UP = "\u001b[%dA\r";
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String ERASE_RIGHT = "\u001b[K";

  /** A window made narrower meanwhile cuts lines then; broken in two they would be left behind. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Above above;
  private final IntSupplier columns;

  private LiveScreen(Above above, IntSupplier columns) {
    super(above, true, Charset.defaultCharset());
    this.above = above;
    this.columns = columns;
  }

  /**
   * A screen.
   *
   * @param columns how wide it is at the moment
   */
  static LiveScreen on(OutputStream terminal, IntSupplier columns) {
    return new LiveScreen(new Above(terminal), columns);
  }

  /** How long a line may be: what stands in the last column is lost to the erasing behind it. */
  int lineLength() {
    return Math.max(1, columns.getAsInt() - 1);
  }

  /** Draws these lines in place of those drawn last. */
  synchronized void show(List<String> lines) {
    above.show(lines);
  }

  /** What was drawn last stays as it is, among what is printed. */
  synchronized void leave() {
    above.leave();
  }

  /** What is printed: it takes the place of the lines, which are drawn again below it. */
  private static final class Above extends OutputStream {
    private final OutputStream terminal;
    private int drawn;

    Above(OutputStream terminal) {
      this.terminal = terminal;
    }

    @Override
    public synchronized void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      if (drawn > 0) {
        put(CURSOR_UP.formatted(drawn) + ERASE_BELOW);
        drawn = 0;
      }
      terminal.write(bytes, from, length);
    }

    @Override
    public synchronized void flush() throws IOException {
      terminal.flush();
    }

    synchronized void show(List<String> lines) {
      StringBuilder frame = new StringBuilder(NO_WRAP);
      if (drawn > 0) {
        frame.append(CURSOR_UP.formatted(drawn));
      }
      lines.forEach(line -> frame.append(line).append(ERASE_RIGHT).append("\r\n"));
      frame.append(ERASE_BELOW).append(WRAP);
      try {
        // At once, or it would be seen half drawn.
        put(frame.toString());
        terminal.flush();
        drawn = lines.size();
      } catch (IOException e) {
        // A view that nobody can see is no reason to stop a run.
        drawn = 0;
      }
    }

    synchronized void leave() {
      drawn = 0;
    }

    private void put(String text) throws IOException {
      terminal.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}

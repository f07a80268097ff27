package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether this process's standard error is a terminal, and how wide it is. */
final class Terminal {
  private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");

  /** What a terminal that does not tell is taken for. */
  private static final int USUAL_COLUMNS = 80;

  private static final int LOOK_EVERY = 5;

  private int looks;
  private int columns;

  private Terminal(int columns) {
    this.columns = columns;
  }

  /** A screen over this process's standard error; the stream itself where that is no terminal. */
  static PrintStream standardError(PrintStream err) {
    return size(System.getenv("TERM"))
        .<PrintStream>map(
            columns -> LiveScreen.on(err, new Terminal(columns.orElse(USUAL_COLUMNS))::columns))
        .orElse(err);
  }

  /** To ask is a process each time, and windows seldom change. */
  private int columns() {
    looks++;
    if (looks % LOOK_EVERY == 0) {
      size(System.getenv("TERM")).ifPresent(now -> columns = now.orElse(columns));
    }
    return columns;
  }

  /**
   * The columns, as far as the terminal tells them; nothing if there is no terminal that can be
   * drawn on. Java knows of standard input and output alone, so the shell is asked.
   */
  private static Optional<OptionalInt> size(@Nullable String term) {
    if (term == null || term.isEmpty() || term.equals("dumb")) {
      return Optional.empty();
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", "test -t 2 && stty size <&2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      shell.getOutputStream().close();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return shell.waitFor(1, TimeUnit.SECONDS) && shell.exitValue() == 0
          ? Optional.of(columns(said))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The columns of {@code ROWS COLUMNS}; a terminal that does not know says 0. */
  static OptionalInt columns(String said) {
    Matcher size = SIZE.matcher(said);
    return size.matches() && size.group(2).length() < 6 && !size.group(2).equals("0")
        ? OptionalInt.of(Integer.parseInt(size.group(2)))
        : OptionalInt.empty();
  }
}

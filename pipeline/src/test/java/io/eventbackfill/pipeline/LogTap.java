package io.eventbackfill.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Notes what this process logs, for as long as a condition holds. */
final class LogTap implements AutoCloseable {
  private final PrintStream before = System.err;
  private final BooleanSupplier condition;
  private final List<String> lines = new ArrayList<>();

  private LogTap(BooleanSupplier condition) {
    this.condition = condition;
  }

  static LogTap whileTrue(BooleanSupplier condition) {
    LogTap tap = new LogTap(condition);
    System.setErr(new PrintStream(tap.new Lines(), true, StandardCharsets.UTF_8));
    return tap;
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void close() {
    System.setErr(before);
  }

  private final class Lines extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int b) {
      super.write(b);
      if (b == '\n') {
        take();
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (length > 0 && bytes[from + length - 1] == '\n') {
        take();
      }
    }

    private void take() {
      String text = toString(StandardCharsets.UTF_8);
      reset();
      before.print(text);
      if (condition.getAsBoolean()) {
        synchronized (lines) {
          lines.addAll(text.lines().toList());
        }
      }
    }
  }
}

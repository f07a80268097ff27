package io.eventbackfill.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Results in columns of fixed width, printed as they come in. What is too wide pushes the rest. */
public final class Table {
  private final PrintStream out;
  private final List<Column> columns;
  private boolean begun;

  /**
   * A column.
   *
   * @param width in characters; the title is part of it
   * @param left whether short cells stand at the left
   */
  public record Column(String title, int width, boolean left) {

    /** A column of words. */
    public static Column text(String title, int width) {
      return new Column(title, width, true);
    }

    /** A column of numbers. */
    public static Column number(String title, int width) {
      return new Column(title, width, false);
    }

    private String cell(String text) {
      String padding = " ".repeat(Math.max(0, width - text.length()));
      return left ? text + padding : padding + text;
    }
  }

  /** A table that is printed here. */
  public Table(PrintStream out, List<Column> columns) {
    this.out = out;
    this.columns = List.copyOf(columns);
  }

  /**
   * Prints a row, the first time below the titles. Durations are shown in seconds, numbers with
   * commas.
   *
   * @throws IllegalArgumentException if there are more or fewer cells than columns
   */
  public void row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells, " + columns.size() + " columns");
    }
    if (!begun) {
      begun = true;
      print(columns.stream().map(Column::title).toArray());
      print(columns.stream().map(column -> "-".repeat(column.width())).toArray());
    }
    print(cells);
  }

  private void print(Object[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      line.append(i == 0 ? "" : "  ").append(columns.get(i).cell(text(cells[i])));
    }
    out.println(line.toString().stripTrailing());
    out.flush();
  }

  private static String text(Object cell) {
    if (cell instanceof Duration duration) {
      return String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1000.0);
    } else if (cell instanceof Double || cell instanceof Float) {
      return String.format(Locale.ROOT, "%,.2f", ((Number) cell).doubleValue());
    } else if (cell instanceof Number number) {
      return String.format(Locale.ROOT, "%,d", number.longValue());
    }
    return cell.toString();
  }
}

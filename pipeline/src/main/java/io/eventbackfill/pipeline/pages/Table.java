package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table. Where there is no width for its columns, each row becomes a block of labelled lines.
 * Columns whose header begins with {@code #} hold numbers.
 */
final class Table {
  private static final String NUMERIC = "#";

  private final List<String> headers;
  private final List<List<Html>> rows = new ArrayList<>();

  Table(String... headers) {
    this.headers = List.of(headers);
  }

  /** A row of one cell for each column. */
  void row(Html... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + headers.size());
    }
    rows.add(List.of(cells));
  }

  /** A number as a cell. */
  static Html number(long number) {
    return text(Figures.count(number));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** All of it; nothing if it has no rows. */
  Html whole() {
    return isEmpty() ? Html.NOTHING : table(rows);
  }

  /**
   * The first rows, and the rest where it is asked for.
   *
   * @param shown rows to show at once
   * @param what the rows are, for the line that opens the rest
   */
  Html firstOf(int shown, String what) {
    if (rows.size() <= shown) {
      return whole();
    }
    String more = Figures.count(rows.size() - shown) + " more " + what;
    return Html.all(
        table(rows.subList(0, shown)),
        tag("details", tag("summary", more), table(rows.subList(shown, rows.size()))));
  }

  private Html table(List<List<Html>> some) {
    // A column that says nothing in any row takes room from those that do.
    List<Integer> shown =
        IntStream.range(0, headers.size())
            .filter(i -> rows.stream().anyMatch(row -> !row.get(i).equals(Html.NOTHING)))
            .boxed()
            .toList();
    List<Html> heads = shown.stream().map(this::head).toList();
    List<Html> lines = new ArrayList<>();
    for (List<Html> row : some) {
      lines.add(tag("tr", shown.stream().map(i -> cell(i, row.get(i))).toList()));
    }
    return tag("table", tag("thead", tag("tr", heads)), tag("tbody", lines));
  }

  private Html head(int column) {
    String header = headers.get(column);
    Tag head = tag("th", label(header)).with("scope", "col");
    return isNumeric(header) ? head.ofClass("number") : head;
  }

  private Html cell(int column, Html inside) {
    String header = headers.get(column);
    Tag cell = tag("td", inside).with("data-label", label(header));
    return isNumeric(header) ? cell.ofClass("number") : cell;
  }

  private static boolean isNumeric(String header) {
    return header.startsWith(NUMERIC);
  }

  private static String label(String header) {
    return isNumeric(header) ? header.substring(NUMERIC.length()) : header;
  }
}

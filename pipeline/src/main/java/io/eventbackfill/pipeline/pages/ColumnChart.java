package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns over time, stacked, with tracks below that mark when something was so. Lengths across are
 * shares of the width and those down are pixels, so that text keeps its size on any screen.
 *
 * @param title what is shown, for those who do not see it
 * @param classes of the stylesheet, one for each value of a column, from the bottom up
 * @param columns from the first to the last
 * @param tracks from the top down; those where nothing is marked are left out
 */
record ColumnChart(String title, List<String> classes, List<Column> columns, List<Track> tracks) {
  private static final int HEIGHT = 180;
  private static final int TOP = 12;
  private static final int TRACK = 16;
  private static final int LABELS = 24;
  private static final int AXIS_WIDTH = 68;
  private static final int MOST_LABELS = 5;

  /** With more than these, gaps between columns would be thinner than a pixel. */
  private static final int WITH_GAPS = 60;

  /**
   * One column.
   *
   * @param label what stands below it, if there is room
   * @param says its values in words
   * @param values one for each class
   */
  record Column(String label, String says, List<Double> values) {
    Column {
      values = List.copyOf(values);
    }

    double total() {
      return values.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * What was so, and when.
   *
   * @param label what it is, in a word
   * @param kind its class in the stylesheet
   * @param marks for each column how much, from 0 to 1, and in words
   */
  record Track(String label, String kind, List<Mark> marks) {
    boolean isEmpty() {
      return marks.stream().allMatch(mark -> mark.strength() == 0);
    }
  }

  /**
   * How much of it.
   *
   * @param strength from 0 (nothing) to 1
   * @param says the same in words
   */
  record Mark(double strength, String says) {}

  /** The chart; nothing if there are no columns. */
  Html drawn() {
    if (columns.isEmpty()) {
      return Html.NOTHING;
    }
    double highest = columns.stream().mapToDouble(Column::total).max().orElse(0);
    Ticks ticks = Ticks.upTo(highest);
    List<Track> marked = tracks.stream().filter(track -> !track.isEmpty()).toList();
    int height = HEIGHT + TRACK * marked.size() + LABELS;
    return tag(
            "div",
            axis(ticks, marked, height),
            tag("svg", plot(ticks, marked))
                .ofClass("plot")
                .with("height", String.valueOf(height))
                .with("role", "img")
                .with("aria-label", title))
        .ofClass("chart");
  }

  private static Html axis(Ticks ticks, List<Track> marked, int height) {
    List<Html> labels = new ArrayList<>();
    for (double value : ticks.values()) {
      labels.add(axisLabel(Figures.brief(value), y(value, ticks) + 4));
    }
    for (int i = 0; i < marked.size(); i++) {
      labels.add(axisLabel(marked.get(i).label(), HEIGHT + TRACK * (i + 1) - 1));
    }
    return tag("svg", labels)
        .ofClass("axis")
        .with("width", String.valueOf(AXIS_WIDTH))
        .with("height", String.valueOf(height));
  }

  private static Tag axisLabel(String label, double y) {
    return tag("text", label)
        .with("x", String.valueOf(AXIS_WIDTH - 8))
        .with("y", String.valueOf(y))
        .with("text-anchor", "end");
  }

  private List<Html> plot(Ticks ticks, List<Track> marked) {
    List<Html> shapes = new ArrayList<>();
    for (double value : ticks.values()) {
      shapes.add(line(y(value, ticks), value == 0 ? "base" : "grid"));
    }
    for (int i = 0; i < columns.size(); i++) {
      shapes.add(column(i, ticks));
    }
    for (int i = 0; i < marked.size(); i++) {
      track(marked.get(i), HEIGHT + TRACK * i + 5, shapes);
    }
    labels(HEIGHT + TRACK * marked.size() + LABELS - 5, shapes);
    return shapes;
  }

  private static Tag line(double y, String kind) {
    return tag("line")
        .ofClass(kind)
        .with("x1", "0")
        .with("x2", "100%")
        .with("y1", String.valueOf(y))
        .with("y2", String.valueOf(y));
  }

  /** All of a column's height takes the pointer, for a low one is hard to hit. */
  private Html column(int index, Ticks ticks) {
    List<Html> parts = new ArrayList<>();
    parts.add(tag("title", columns.get(index).says()));
    parts.add(box(index, TOP, HEIGHT - TOP).ofClass("hit"));
    double below = 0;
    for (int i = 0; i < classes.size(); i++) {
      double value = columns.get(index).values().get(i);
      if (value > 0) {
        double top = y(below + value, ticks);
        double bottom = y(below, ticks);
        // What is there is seen, however little it is.
        double visible = Math.max(1, bottom - top);
        parts.add(box(index, bottom - visible, visible).ofClass(classes.get(i)));
        below += value;
      }
    }
    return tag("g", parts);
  }

  private void track(Track track, double top, List<Html> shapes) {
    for (int i = 0; i < track.marks().size(); i++) {
      Mark mark = track.marks().get(i);
      if (mark.strength() > 0) {
        double strength = Math.min(1, 0.35 + 0.65 * mark.strength());
        shapes.add(
            tag(
                "g",
                tag("title", mark.says()),
                box(i, top, TRACK - 6)
                    .ofClass(track.kind())
                    .with("opacity", Figures.brief(strength))));
      }
    }
  }

  private Tag box(int index, double top, double height) {
    double gap = columns.size() > WITH_GAPS ? 0 : 0.12;
    double width = 1.0 / columns.size();
    return tag("rect")
        .with("x", Figures.percent((index + gap / 2) * width))
        .with("y", String.valueOf(top))
        .with("width", Figures.percent((1 - gap) * width))
        .with("height", String.valueOf(height));
  }

  private void labels(double y, List<Html> shapes) {
    int n = columns.size();
    int shown = Math.min(n, MOST_LABELS);
    for (int i = 0; i < shown; i++) {
      int index = shown == 1 ? 0 : i * (n - 1) / (shown - 1);
      double x = (index + 0.5) / n;
      String anchor = x < 0.1 ? "start" : x > 0.9 ? "end" : "middle";
      Tag label =
          tag("text", columns.get(index).label())
              .with("x", Figures.percent(x < 0.1 ? 0 : x > 0.9 ? 1 : x))
              .with("y", String.valueOf(y))
              .with("text-anchor", anchor);
      shapes.add(i % 2 == 0 ? label : label.ofClass("wide"));
    }
  }

  private static double y(double value, Ticks ticks) {
    double y = HEIGHT - (HEIGHT - TOP) * value / ticks.end();
    return Math.round(y * 10) / 10.0;
  }
}

package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import java.util.ArrayList;
import java.util.List;

/** Bars that lie below each other, each under its own label and number; a limit may cross them. */
final class BarList {
  private static final int HEIGHT = 8;

  private final long limit;
  private final List<Bar> bars = new ArrayList<>();

  /**
   * One bar.
   *
   * @param label what is counted
   * @param number its length
   * @param figure the same in words
   * @param remark beside the figure; may be empty
   * @param kind its class in the stylesheet
   * @param below what stands under it
   */
  record Bar(Html label, double number, String figure, String remark, String kind, Html below) {

    /** A bar that counts, and says no more. */
    static Bar counted(Html label, long number, String kind) {
      return new Bar(label, number, Figures.count(number), "", kind, Html.NOTHING);
    }
  }

  /** Bars without a limit. */
  BarList() {
    this(0);
  }

  /**
   * Bars that are held against a limit.
   *
   * @param limit above 0, or 0 for none
   */
  BarList(long limit) {
    this.limit = limit;
  }

  void add(Bar bar) {
    bars.add(bar);
  }

  boolean isEmpty() {
    return bars.isEmpty();
  }

  /** All of them; nothing if there are none. */
  Html whole() {
    return firstOf(bars.size(), "");
  }

  /** The first ones, and the rest where it is asked for. */
  Html firstOf(int shown, String what) {
    if (bars.isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> items = bars.stream().map(this::item).toList();
    if (items.size() <= shown) {
      return tag("ol", items).ofClass("bars");
    }
    String more = Figures.count(items.size() - shown) + " more " + what;
    return Html.all(
        tag("ol", items.subList(0, shown)).ofClass("bars"),
        tag(
            "details",
            tag("summary", more),
            tag("ol", items.subList(shown, items.size())).ofClass("bars")));
  }

  private Html item(Bar bar) {
    Html number = tag("span", text(bar.figure()), remark(bar.remark())).ofClass("number");
    return tag("li", tag("div", bar.label(), number).ofClass("bar-head"), drawn(bar), bar.below());
  }

  private static Html remark(String remark) {
    return remark.isEmpty() ? Html.NOTHING : tag("span", " " + remark).ofClass("muted");
  }

  private Html drawn(Bar bar) {
    double longest = bars.stream().mapToDouble(Bar::number).max().orElse(0);
    // A limit at the very edge would look like the end of the page.
    double end = Math.max(Math.max(longest, limit * 1.25), 1);
    List<Html> shapes = new ArrayList<>();
    shapes.add(box(1).ofClass("track"));
    if (bar.number() > 0) {
      shapes.add(box(Math.max(0.002, bar.number() / end)).ofClass(bar.kind()));
    }
    if (limit > 0) {
      String x = Figures.percent(limit / end);
      shapes.add(
          tag("line")
              .ofClass("limit")
              .with("x1", x)
              .with("x2", x)
              .with("y1", "-3")
              .with("y2", String.valueOf(HEIGHT + 3)));
    }
    return tag("svg", shapes)
        .ofClass("bar")
        .with("height", String.valueOf(HEIGHT))
        .with("aria-hidden", "true");
  }

  private static Tag box(double width) {
    return tag("rect")
        .with("width", Figures.percent(width))
        .with("height", String.valueOf(HEIGHT))
        .with("rx", "2");
  }
}

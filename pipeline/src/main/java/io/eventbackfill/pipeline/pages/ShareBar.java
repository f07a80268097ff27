package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import java.util.ArrayList;
import java.util.List;

/** One bar that is divided: a whole and its parts, with a legend that gives the numbers. */
final class ShareBar {
  private static final int HEIGHT = 14;

  private final List<Part> parts = new ArrayList<>();

  /**
   * A part of the whole.
   *
   * @param label what it is
   * @param number how much
   * @param kind its class in the stylesheet
   */
  record Part(String label, long number, String kind) {}

  void add(Part part) {
    parts.add(part);
  }

  /** The bar and its legend. */
  Html drawn() {
    long whole = Math.max(1, parts.stream().mapToLong(Part::number).sum());
    List<Html> shapes = new ArrayList<>();
    List<Html> legend = new ArrayList<>();
    double from = 0;
    for (Part part : parts) {
      if (part.number() > 0) {
        double width = part.number() / (double) whole;
        shapes.add(
            tag("rect")
                .ofClass(part.kind())
                .with("x", Figures.percent(Math.min(from, 0.997)))
                .with("width", Figures.percent(Math.max(width, 0.003)))
                .with("height", String.valueOf(HEIGHT)));
        from += width;
      }
      legend.add(
          tag(
              "li",
              tag("span").ofClass("key " + part.kind()),
              text(part.label() + " "),
              tag("b", Figures.count(part.number())),
              tag("span", " " + Figures.share(part.number(), whole)).ofClass("muted")));
    }
    return Html.all(
        tag("svg", shapes)
            .ofClass("bar whole")
            .with("height", String.valueOf(HEIGHT))
            .with("aria-hidden", "true"),
        tag("ul", legend).ofClass("legend"));
  }
}

package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.pipeline.pages.BarList.Bar;
import java.util.Map;

/** How long a plan expects a run to take, under each set of limits, and what bounds it. */
final class PlanDuration {
  private static final Map<String, String> BOUNDS =
      Map.of(
          "project-events", "the project's events a second",
          "project-requests", "the project's requests a second",
          "lanes", "the lanes: their devices' rates and the time that requests take");

  private PlanDuration() {}

  /** Both sets of limits beside each other; nothing if the plan has no estimate. */
  static Html of(JsonNode duration) {
    if (!duration.has("configured") && !duration.has("vendor")) {
      return Html.NOTHING;
    }
    double reading = duration.path("reading_seconds").asDouble(-1);
    Html read =
        reading < 0
            ? Html.NOTHING
            : tag(
                "p",
                text("Reading everything comes first, and took "),
                tag("b", Figures.duration(reading)),
                text(" for this plan."));
    return Html.all(
        read,
        limits("With the configured limits", duration.path("configured")),
        limits("With the destination's own limits", duration.path("vendor")));
  }

  private static Html limits(String title, JsonNode estimate) {
    if (!estimate.has("seconds")) {
      return Html.NOTHING;
    }
    String bound = estimate.path("bound_by").asText();
    BarList bars = new BarList();
    estimate
        .path("bounds")
        .properties()
        .forEach(one -> bars.add(bar(one.getKey(), one.getValue().asDouble(), bound)));
    String sentence = ", bound by %s.".formatted(BOUNDS.getOrDefault(bound, bound));
    return Html.all(
        tag("h3", title),
        tag("p", tag("b", Figures.duration(estimate.path("seconds").asDouble())), text(sentence)),
        bars.whole());
  }

  private static Bar bar(String name, double seconds, String bound) {
    return new Bar(
        text(BOUNDS.getOrDefault(name, name)),
        seconds,
        Figures.duration(seconds),
        "",
        name.equals(bound) ? "accepted" : "skipped",
        Html.NOTHING);
  }
}

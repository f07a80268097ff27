package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.delivery.Destination;
import io.eventbackfill.delivery.Load;
import io.eventbackfill.delivery.UndoStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * What can be done about a load that should not have happened. No vendor has an undo; by what a
 * load can be found, and what is left, the destination says.
 */
final class UndoRecipe {
  private UndoRecipe() {}

  /** The recipe for a report; nothing if it sent nothing, or there is nothing to say. */
  static Html of(JsonNode report) {
    Map<String, String> settings = new TreeMap<>();
    report
        .path("settings")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    Load load =
        new Load(
            report.at("/server_upload_time/first").asText(),
            report.at("/server_upload_time/last").asText(),
            settings);
    if (load.first().isEmpty() && report.at("/rows/accepted").asLong() == 0) {
      return Html.NOTHING;
    }
    List<Html> steps = new ArrayList<>();
    undoing(load).forEach(step -> steps.add(item(step)));
    Html recipe = steps.isEmpty() ? Html.NOTHING : tag("ol", steps).ofClass("recipe");
    return load.first().isEmpty() ? recipe : Html.all(window(load), recipe);
  }

  private static Html window(Load load) {
    return tag(
        "p",
        text("What this run stored was uploaded from "),
        tag("b", load.first()).ofClass("time"),
        text(" to "),
        tag("b", load.last()).ofClass("time"),
        text(" by the destination's clock. There is no undo; this window is what is left."));
  }

  /** None of a destination that is not on the class path any more. */
  private static List<UndoStep> undoing(Load load) {
    String destination = load.setting("destination");
    for (Destination.Factory factory : ServiceLoader.load(Destination.Factory.class)) {
      if (factory.name().equals(destination)) {
        return factory.undoing(load);
      }
    }
    return List.of();
  }

  private static Html item(UndoStep step) {
    List<Html> parts = new ArrayList<>();
    parts.add(tag("b", step.lead()));
    parts.add(text(step.text()));
    if (!step.command().isEmpty()) {
      parts.add(tag("pre", step.command()));
    }
    if (!step.remark().isEmpty()) {
      parts.add(text(step.remark()));
    }
    return tag("li", parts);
  }
}

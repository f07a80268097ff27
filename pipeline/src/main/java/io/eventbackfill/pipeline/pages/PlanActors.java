package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventbackfill.pipeline.pages.BarList.Bar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan says of devices and users: who is busy, who is shared, who looks older afterwards.
 */
final class PlanActors {
  private static final int SHOWN = 10;

  private final JsonNode plan;

  PlanActors(JsonNode plan) {
    this.plan = plan;
  }

  /** Bars against the line of what one device or user may send in a day. */
  Html busiest() {
    JsonNode quota = plan.path("daily_quota");
    long limit = quota.path("limit").asLong();
    BarList bars = new BarList(limit);
    actors().forEach((name, actor) -> bars.add(bar(actor, limit)));
    Html all = bars.firstOf(SHOWN, "devices and users");
    if (all.equals(Html.NOTHING) || limit == 0) {
      return all;
    }
    int over = quota.path("over").size();
    String said =
        over == 0
            ? "None has more."
            : Figures.count(over, "device or user has", "devices and users have")
                + " more; the surplus is left for later days.";
    return Html.all(
        tag(
            "p",
            tag("span").ofClass("limit-key"),
            text("The line is the daily quota of "),
            tag("b", Figures.count(limit, "event", "events")),
            text(". " + said)),
        all);
  }

  /** The busiest and those over the quota, each once, the busiest first. */
  private Map<String, JsonNode> actors() {
    List<JsonNode> all = new ArrayList<>();
    // Who is over the quota says how many days it needs, so that entry is the one to keep.
    plan.at("/daily_quota/over").forEach(all::add);
    plan.path("busiest").forEach(all::add);
    all.sort((a, b) -> Long.compare(b.path("events").asLong(), a.path("events").asLong()));
    Map<String, JsonNode> actors = new LinkedHashMap<>();
    for (JsonNode actor : all) {
      actors.putIfAbsent(actor.path("kind").asText() + " " + actor.path("id").asText(), actor);
    }
    return actors;
  }

  private static Bar bar(JsonNode actor, long limit) {
    long events = actor.path("events").asLong();
    boolean over = limit > 0 && events > limit;
    long days = actor.path("days").asLong();
    return new Bar(
        tag(
            "span",
            tag("span", actor.path("kind").asText() + " ").ofClass("muted"),
            Name.code(actor.path("id").asText())),
        events,
        Figures.count(events),
        days > 1 ? "in " + Figures.count(days) + " days" : "",
        over ? "deferred" : "accepted",
        Html.NOTHING);
  }

  /** Devices that more than one user was seen on. */
  Html shared() {
    JsonNode shared = plan.path("shared_devices");
    long devices = shared.path("devices").asLong();
    if (devices == 0) {
      return Html.NOTHING;
    }
    Table table = new Table("device", "#users");
    for (JsonNode one : shared.path("most")) {
      table.row(Name.code(one.path("device").asText()), Table.number(one.path("users").asLong()));
    }
    String said =
        Figures.count(devices, "device is", "devices are")
            + " shared. Events without a user, from before a login, join the user who logs in.";
    return Html.all(Sections.paragraph(said), table.firstOf(SHOWN, "devices"));
  }

  /** Users of the live project that the history makes older, by the month they move to. */
  Html moved() {
    JsonNode users = plan.path("new_users");
    if (!users.has("moved")) {
      return Html.NOTHING;
    }
    ArrayNode months = JsonNodeFactory.instance.arrayNode();
    for (JsonNode month : users.path("moved_earlier_by_month")) {
      String firstDay = month.path("month").asText() + "-01";
      months.addObject().put("day", firstDay).put("users", month.path("users").asLong());
    }
    DayBins bins = DayBins.atLeastMonths(months, List.of("users"));
    String said =
        "%s of %s would count as new earlier than now; below, by the month they move to."
            .formatted(
                Figures.count(users.path("moved")),
                Figures.count(users.path("users").asLong(), "live user", "live users"));
    return Html.all(
        Sections.paragraph(said),
        new ColumnChart(
                "Users by the month they move to", List.of("accepted"), bins.columns(), List.of())
            .drawn());
  }
}

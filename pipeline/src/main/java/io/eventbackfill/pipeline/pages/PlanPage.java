package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.pipeline.pages.Sections.Tile;
import java.util.ArrayList;
import java.util.List;

/** {@code plan.html}: what a run would do, from {@code plan.json}. */
public final class PlanPage {
  private static final int TYPES_SHOWN = 20;

  private final JsonNode plan;

  private PlanPage(JsonNode plan) {
    this.plan = plan;
  }

  /**
   * The page.
   *
   * @param json what {@code plan.json} holds; parts that are missing are left out
   * @throws IllegalArgumentException if it is no plan
   */
  public static String of(String json) {
    return new PlanPage(Page.read(json, "event_backfill_plan")).page();
  }

  private String page() {
    boolean addsUp = plan.at("/rows/adds_up").asBoolean(true);
    Page page = new Page("plan", headline(), addsUp ? "plain" : "bad");
    page.add(
        Sections.paragraph(
            "Made %s. Everything was read and nothing was sent."
                .formatted(Figures.time(plan.path("made_at").asText()))));
    page.add(Sections.tiles(tiles()));
    page.section("Events a " + days().unit(), histogram());
    page.section("Where the rows would end", rows());
    page.section("How long it takes", PlanDuration.of(plan.path("duration")));
    PlanActors actors = new PlanActors(plan);
    page.section("The busiest devices and users", actors.busiest());
    page.section("Devices shared by several users", actors.shared());
    page.section("Event types", types());
    page.section("Good to know", goodToKnow());
    page.section("Users whose first day moves", actors.moved());
    page.section("Noted", Sections.notes(plan.path("notes")));
    page.section("Files", Sections.files(plan.path("files")));
    page.section("Settings", Sections.settings(plan.path("settings")));
    return page.html();
  }

  private String headline() {
    JsonNode sent = plan.path("rows").path("accepted");
    long number = sent.isMissingNode() ? plan.path("events").asLong() : sent.asLong();
    String events = Figures.count(number, "event", "events") + " to send";
    double seconds = plan.at("/duration/configured/seconds").asDouble(-1);
    return seconds < 0 ? events : events + " in about " + Figures.duration(seconds);
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    JsonNode span = plan.path("event_time");
    if (span.has("first")) {
      tiles.add(
          new Tile(
              "From", Figures.day(span.path("first")), "to " + Figures.day(span.path("last"))));
    }
    actor("Devices", "devices", tiles);
    actor("Users", "users", tiles);
    JsonNode rows = plan.path("rows");
    if (plan.has("rows")) {
      tiles.add(
          new Tile(
              "Would be refused",
              Figures.count(rows.path("rejected")),
              "of " + Figures.count(rows.path("read").asLong(), "row", "rows")));
      tiles.add(
          new Tile(
              "Left for later days", Figures.count(rows.path("deferred")), "by the daily quota"));
    }
    if (plan.has("requests")) {
      tiles.add(
          new Tile(
              "Requests",
              Figures.count(plan.path("requests")),
              Figures.bytes(plan.path("bytes").asLong())));
    }
    if (plan.has("billed_events")) {
      tiles.add(new Tile("Billed", Figures.count(plan.path("billed_events")), "events"));
    }
    return tiles;
  }

  private void actor(String label, String field, List<Tile> tiles) {
    JsonNode actors = plan.path(field);
    if (actors.has("count")) {
      boolean exact = actors.path("exact").asBoolean();
      String count = Figures.count(actors.path("count"));
      tiles.add(new Tile(label, exact ? count : "\u2248 " + count, exact ? "" : "by a sketch"));
    }
  }

  private DayBins days() {
    return DayBins.of(plan.path("per_day"), List.of("events"));
  }

  private Html histogram() {
    DayBins days = days();
    return new ColumnChart(
            "Events a " + days.unit() + ", by their own time in UTC",
            List.of("accepted"),
            days.columns(),
            List.of())
        .drawn();
  }

  private Html rows() {
    JsonNode rows = plan.path("rows");
    return plan.has("rows")
        ? Html.all(
            Sections.addsUp(rows),
            Sections.dispositions(rows),
            Sections.reasons(plan.path("reasons"), plan.path("examples")))
        : Html.NOTHING;
  }

  private Html types() {
    Table table = new Table("type", "#events", "first day", "last day");
    for (JsonNode type : plan.path("per_type")) {
      table.row(
          Name.of(type.path("type").asText()),
          Table.number(type.path("events").asLong()),
          text(type.path("first_day").asText()),
          text(type.path("last_day").asText()));
    }
    long others = plan.at("/other_types/events").asLong();
    Html rest =
        others == 0
            ? Html.NOTHING
            : Sections.paragraph(
                Figures.count(others, "event", "events") + " of types beyond these.");
    return table.isEmpty() ? Html.NOTHING : Html.all(table.firstOf(TYPES_SHOWN, "types"), rest);
  }

  private Html goodToKnow() {
    List<Html> items = new ArrayList<>();
    JsonNode young = plan.path("young");
    know(
        young.path("younger_than_30_days"), "younger than 30 days: live data may hold them", items);
    know(young.path("in_the_future"), "dated in the future", items);
    JsonNode properties = plan.path("user_properties");
    String fate =
        properties.path("synced").asBoolean()
            ? "with user properties, which would overwrite the live ones"
            : "with user properties, which stay with the event: the live ones are left alone";
    know(properties.path("events"), fate, items);
    if (plan.path("projects").size() > 1) {
      List<Html> names = new ArrayList<>();
      plan.path("projects").forEach(name -> names.add(Html.all(text(" "), Name.of(name.asText()))));
      items.add(
          tag("li", text("Mixed projects; --sourceProject takes one:"), Html.all(names))
              .ofClass("alarm"));
    }
    return items.isEmpty() ? Html.NOTHING : tag("ul", items);
  }

  private static void know(JsonNode number, String what, List<Html> items) {
    if (number.asLong() > 0) {
      items.add(
          tag(
              "li",
              tag("b", Figures.count(number.asLong(), "event", "events")),
              text(" " + what + ".")));
    }
  }
}

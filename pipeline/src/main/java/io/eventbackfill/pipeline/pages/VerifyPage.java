package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventbackfill.pipeline.pages.Sections.Tile;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code verify.html}: what was sent beside what is stored, from {@code verify.json}. */
public final class VerifyPage {
  private static final int TYPES_SHOWN = 20;
  private static final int DAYS_SHOWN = 20;
  private static final List<String> KINDS = List.of("missing", "extra", "doubled", "changed");

  /** What a column of the chart is stacked of, and how each is drawn. */
  private static final List<String> SIDES =
      List.of("sent and stored", "fewer stored than sent", "more stored than sent");

  private static final List<String> SIDE_CLASSES = List.of("accepted", "rejected", "deferred");

  private final JsonNode found;

  private VerifyPage(JsonNode found) {
    this.found = found;
  }

  /**
   * The page.
   *
   * @param json what {@code verify.json} holds; parts that are missing are left out
   * @throws IllegalArgumentException if it is none
   */
  public static String of(String json) {
    return new VerifyPage(Page.read(json, "event_backfill_verification")).page();
  }

  private String page() {
    boolean equal = found.path("equal").asBoolean();
    Page page = new Page("verification", headline(equal), equal ? "good" : "bad");
    page.add(Sections.paragraph("Compared " + Figures.time(found.path("made_at").asText()) + "."));
    page.add(Sections.tiles(tiles()));
    page.section("Differences", differences());
    page.section("Sent and stored, by day", byDay());
    page.section("Sent and stored, by type", byType());
    page.section("Fields that changed", fields());
    page.section("Settings", Sections.settings(found.path("settings")));
    return page.html();
  }

  private String headline(boolean equal) {
    if (equal) {
      return "Equal: all that was sent is stored, once and unchanged";
    }
    List<String> said = new ArrayList<>();
    for (String kind : KINDS) {
      long number = found.path(kind).asLong();
      if (number > 0) {
        said.add(Figures.count(number) + " " + kind);
      }
    }
    return said.isEmpty() ? "Not equal" : "Not equal: " + String.join(", ", said);
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("Sent", Figures.count(found.path("sent")), "events"));
    tiles.add(new Tile("Stored", Figures.count(found.path("stored")), "events"));
    tiles.add(new Tile("Missing", Figures.count(found.path("missing")), "sent, not stored"));
    tiles.add(new Tile("Extra", Figures.count(found.path("extra")), "stored, not sent"));
    tiles.add(new Tile("Doubled", Figures.count(found.path("doubled")), "stored more than once"));
    tiles.add(new Tile("Changed", Figures.count(found.path("changed")), "a field differs"));
    return tiles;
  }

  private Html differences() {
    List<Html> all = new ArrayList<>();
    for (String kind : KINDS) {
      JsonNode examples = found.path("examples").path(kind);
      if (!examples.isEmpty()) {
        all.add(tag("h3", examplesOf(kind, examples)));
        all.add(examples(examples));
      }
    }
    return all.isEmpty() ? Html.NOTHING : Html.all(all);
  }

  private String examplesOf(String kind, JsonNode examples) {
    long number = found.path(kind).asLong();
    String shown = examples.size() < number ? ", " + examples.size() + " of them shown" : "";
    return Figures.count(number) + " " + kind + shown;
  }

  private static Html examples(JsonNode examples) {
    Table table = new Table("identity", "type", "time", "where it came from", "what differs");
    for (JsonNode example : examples) {
      table.row(
          Name.code(example.path("identity").asText()),
          Name.of(example.path("type").asText()),
          time(example.path("time").asText()),
          Name.code(example.path("origin").asText()),
          detail(example.path("detail").asText()));
    }
    return table.firstOf(5, "examples");
  }

  /** To the millisecond, for that is what two events may differ by. */
  private static Html time(String iso) {
    try {
      return tag("span", Instant.parse(iso).toString()).ofClass("time");
    } catch (DateTimeException e) {
      return Name.of(iso);
    }
  }

  private static Html detail(String detail) {
    return detail.isEmpty() ? Html.NOTHING : tag("bdi", detail);
  }

  private Html byDay() {
    JsonNode days = found.path("by_day");
    if (days.isEmpty()) {
      return Html.NOTHING;
    }
    DayBins bins = DayBins.of(besideEachOther(days), SIDES);
    Table table = new Table("day", "#sent", "#stored", "#difference");
    for (JsonNode day : days) {
      if (day.path("sent").asLong() != day.path("stored").asLong()) {
        compared(table, text(day.path("day").asText()), day);
      }
    }
    Html different =
        table.isEmpty()
            ? Sections.paragraph(
                Figures.count(days.size(), "day", "days") + ", each with equal counts.")
            : Html.all(tag("h3", "Days that differ"), table.firstOf(DAYS_SHOWN, "days"));
    return Html.all(
        Sections.paragraph("Events a " + bins.unit() + "."),
        new ColumnChart(
                "Events sent and stored a " + bins.unit(), SIDE_CLASSES, bins.columns(), List.of())
            .drawn(),
        Sections.legend(SIDES, SIDE_CLASSES),
        different);
  }

  /** Counts as one column: what is alike, and on top of it what one side has more. */
  private static JsonNode besideEachOther(JsonNode days) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (JsonNode day : days) {
      long sent = day.path("sent").asLong();
      long stored = day.path("stored").asLong();
      all.addObject()
          .put("day", day.path("day").asText())
          .put(SIDES.get(0), Math.min(sent, stored))
          .put(SIDES.get(1), Math.max(0, sent - stored))
          .put(SIDES.get(2), Math.max(0, stored - sent));
    }
    return all;
  }

  private Html byType() {
    Table table = new Table("type", "#sent", "#stored", "#difference");
    for (JsonNode type : found.path("by_type")) {
      compared(table, Name.of(type.path("type").asText()), type);
    }
    return table.firstOf(TYPES_SHOWN, "types");
  }

  private static void compared(Table table, Html what, JsonNode counts) {
    long sent = counts.path("sent").asLong();
    long stored = counts.path("stored").asLong();
    long more = stored - sent;
    Html difference =
        more == 0
            ? Html.NOTHING
            : tag("b", (more > 0 ? "+" : "\u2212") + Figures.count(Math.abs(more))).ofClass("bad");
    table.row(what, Table.number(sent), Table.number(stored), difference);
  }

  private Html fields() {
    BarList bars = new BarList();
    found
        .path("changed_fields")
        .properties()
        .forEach(
            one ->
                bars.add(
                    BarList.Bar.counted(
                        Name.code(one.getKey()), one.getValue().asLong(), "rejected")));
    return bars.firstOf(TYPES_SHOWN, "fields");
  }
}

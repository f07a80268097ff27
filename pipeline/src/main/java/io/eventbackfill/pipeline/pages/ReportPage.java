package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventbackfill.pipeline.pages.Sections.Tile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code report.html}: what a run did, from its {@code report.json}. */
public final class ReportPage {
  private static final String TRACKS =
      "Not 200: requests that were sent again. Throttled: told to wait by the destination. Outage:"
          + " no useful answers. Paced: held back by the configured limits. The darker, the more.";

  private final JsonNode report;

  private ReportPage(JsonNode report) {
    this.report = report;
  }

  /**
   * The page.
   *
   * @param json what {@code report.json} holds; parts that are missing are left out
   * @throws IllegalArgumentException if it is no report
   */
  public static String of(String json) {
    return new ReportPage(Page.read(json, "event_backfill_report")).page();
  }

  private String page() {
    Page page = new Page("report", headline(), mood());
    page.add(Sections.paragraph(when()));
    if (report.has("message")) {
      page.add(tag("p", tag("bdi", report.path("message").asText())).ofClass("alarm"));
    }
    page.add(Sections.tiles(tiles()));
    if (report.has("rows")) {
      page.section("Where the rows ended", rows());
    }
    page.section("Counted until then", counted());
    page.section("Throughput", throughput());
    page.section("Requests by answer", requests());
    page.section("If it has to be undone", UndoRecipe.of(report));
    page.section("Noted", Sections.notes(report.path("notes")));
    page.section("Files", Sections.files(report.path("files")));
    page.section("Settings", Sections.settings(report.path("settings")));
    return page.html();
  }

  private String headline() {
    String outcome = report.path("outcome").asText();
    return outcome.isEmpty()
        ? "Unknown outcome"
        : outcome.substring(0, 1).toUpperCase(Locale.ROOT) + outcome.substring(1);
  }

  private String mood() {
    return switch (report.path("exit_code").asInt(-1)) {
      case 0 -> "good";
      case 3, 6 -> "warn";
      default -> "bad";
    };
  }

  private String when() {
    return "Run %s, started %s, ended %s; exit code %d."
        .formatted(
            report.path("run").asText(),
            Figures.time(report.path("started_at").asText()),
            Figures.time(report.path("finished_at").asText()),
            report.path("exit_code").asInt());
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    JsonNode rows = report.path("rows");
    if (report.has("rows")) {
      long accepted = rows.path("accepted").asLong();
      tiles.add(
          new Tile(
              "Accepted",
              Figures.count(accepted),
              "of " + Figures.count(rows.path("read").asLong(), "row", "rows")));
      long aside = rows.path("rejected").asLong() + rows.path("deferred").asLong();
      tiles.add(
          new Tile(
              "Not delivered",
              Figures.count(aside),
              Figures.count(rows.path("rejected"))
                  + " rejected, "
                  + Figures.count(rows.path("deferred"))
                  + " deferred"));
      rate(accepted).forEach(tiles::add);
    }
    JsonNode span = report.path("event_time");
    if (span.has("first")) {
      tiles.add(
          new Tile(
              "History", Figures.day(span.path("first")), "to " + Figures.day(span.path("last"))));
    }
    return tiles;
  }

  /** From the first to the last answer, for reading before it sends nothing. */
  private List<Tile> rate(long accepted) {
    try {
      JsonNode span = report.path("server_upload_time");
      Duration sent =
          Duration.between(
              Instant.parse(span.path("first").asText()),
              Instant.parse(span.path("last").asText()));
      double seconds = sent.toMillis() / 1000.0;
      String rate =
          seconds < 1 ? "" : Figures.count(Math.round(accepted / seconds)) + " events a second";
      return List.of(new Tile("Sending took", Figures.duration(seconds), rate));
    } catch (DateTimeException e) {
      return List.of();
    }
  }

  private Html rows() {
    JsonNode rows = report.path("rows");
    List<Html> parts = new ArrayList<>();
    parts.add(Sections.addsUp(rows));
    parts.add(Sections.dispositions(rows));
    parts.add(Sections.reasons(report.path("reasons"), report.path("examples")));
    parts.add(links(rows));
    return Html.all(parts);
  }

  /** To what lies beside the page; a folder that was not written has no link. */
  private Html links(JsonNode rows) {
    List<Html> links = new ArrayList<>();
    links.add(tag("a", "report.json").with("href", "report.json"));
    if (rows.path("rejected").asLong() > 0) {
      links.add(text(" \u00b7 "));
      links.add(tag("a", "dead-letters/").with("href", "dead-letters/"));
    }
    boolean kept = !report.at("/settings/ledger").asText().equals("none");
    long elsewhere = kept ? report.at("/reasons/stopped").asLong() : 0;
    if (rows.path("deferred").asLong() > elsewhere) {
      links.add(text(" \u00b7 "));
      links.add(tag("a", "deferred/").with("href", "deferred/"));
    }
    return tag("p", links);
  }

  private Html counted() {
    Table table = new Table("counter", "#so far");
    report
        .path("counted_until_then")
        .properties()
        .forEach(one -> table.row(text(one.getKey()), Table.number(one.getValue().asLong())));
    return table.whole();
  }

  private Html throughput() {
    Timeline timeline = new Timeline(report.path("timeline"));
    Html chart = timeline.drawn();
    if (chart.equals(Html.NOTHING)) {
      return chart;
    }
    String what =
        "Events a second, averaged over %s, by the clock in UTC."
            .formatted(Figures.duration(timeline.binSeconds()));
    return Html.all(
        Sections.paragraph(what),
        chart,
        Sections.legend(Timeline.RATES, Timeline.RATES),
        tag("p", TRACKS).ofClass("remark"));
  }

  private Html requests() {
    BarList bars = new BarList();
    report
        .path("requests")
        .properties()
        .forEach(
            one ->
                bars.add(
                    BarList.Bar.counted(
                        Name.code(one.getKey()),
                        one.getValue().asLong(),
                        one.getKey().equals("200") ? "accepted" : "retried")));
    return bars.whole();
  }
}

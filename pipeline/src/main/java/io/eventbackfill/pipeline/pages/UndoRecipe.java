package io.eventbackfill.pipeline.pages;

import static io.eventbackfill.pipeline.pages.Html.tag;
import static io.eventbackfill.pipeline.pages.Html.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What can be done about a load that should not have happened. No vendor has an undo; the window of
 * upload times is what a load can be found by.
 */
final class UndoRecipe {
  /** How Amplitude's Export API names an hour. */
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private UndoRecipe() {}

  /** The recipe for a report; nothing if it sent nothing. */
  static Html of(JsonNode report) {
    String first = report.at("/server_upload_time/first").asText();
    String last = report.at("/server_upload_time/last").asText();
    if (first.isEmpty()) {
      return Html.NOTHING;
    }
    Html window =
        tag(
            "p",
            text("What this run stored was uploaded from "),
            tag("b", first).ofClass("time"),
            text(" to "),
            tag("b", last).ofClass("time"),
            text(" by the destination's clock. There is no undo; this window is what is left."));
    boolean isAmplitude =
        report.at("/settings/destination").asText("amplitude").equals("amplitude");
    return isAmplitude ? Html.all(window, amplitude(report, first, last)) : window;
  }

  private static Html amplitude(JsonNode report, String first, String last) {
    boolean eu = report.at("/settings/destinationRegion").asText().equals("eu");
    String host = eu ? "https://analytics.eu.amplitude.com" : "https://amplitude.com";
    String from = hour(first);
    String to = hour(last);
    Html find =
        tag(
            "li",
            tag("b", "Find it."),
            text(
                " Export the hours of the window; both are included, in UTC, and what was uploaded"
                    + " appears about two hours later:"),
            tag(
                "pre",
                "curl -u \"$API_KEY:$SECRET_KEY\" -o stored.zip \\\n  '%s/api/2/export?start=%s&end=%s'"
                    .formatted(host, from, to)),
            text(
                "Whole hours also hold whatever else the project received in them. This run's are the"
                    + " events whose server_upload_time lies in the window and whose insert_id it"
                    + " sent."));
    Html remove =
        tag(
            "li",
            tag("b", "Remove it,"),
            text(
                " if your plan is Growth or Enterprise: an administrator makes a task in Organization"
                    + " settings, Self Service Data Deletion. Its time range is by server upload time"
                    + " in UTC: from %s to %s. Choose the events this run sent (five clauses a task)."
                        .formatted(first, last)
                    + " It can't be cancelled, and takes live events of those types and times too."));
    Html otherwise =
        tag(
            "li",
            tag("b", "Otherwise"),
            text(
                " there is no API that deletes by upload time. Ask Amplitude's support, with this"
                    + " window. The User Privacy API removes whole users, their live events included."
                    + " Or export what is right and send it to a new project."));
    return tag("ol", find, remove, otherwise).ofClass("recipe");
  }

  private static String hour(String iso) {
    try {
      return HOUR.format(Instant.parse(iso));
    } catch (DateTimeException e) {
      return iso;
    }
  }
}

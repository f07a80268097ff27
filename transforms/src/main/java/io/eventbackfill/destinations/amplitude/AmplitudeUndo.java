package io.eventbackfill.destinations.amplitude;

import io.eventbackfill.delivery.Load;
import io.eventbackfill.delivery.UndoStep;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What Amplitude's pages say can be done about a load: no undo, but the window of upload times is
 * what it can be found by (Export API; Self Service Data Deletion).
 */
final class AmplitudeUndo {
  /** How the Export API names an hour. */
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AmplitudeUndo() {}

  /** The steps; none where the window is unknown. */
  static List<UndoStep> of(Load load) {
    return load.first().isEmpty() ? List.of() : List.of(find(load), remove(load), otherwise());
  }

  private static UndoStep find(Load load) {
    boolean eu = load.setting("destinationRegion").equals("eu");
    String host = eu ? "https://analytics.eu.amplitude.com" : "https://amplitude.com";
    return new UndoStep(
        "Find it.",
        " Export the hours of the window; both are included, in UTC, and what was uploaded"
            + " appears about two hours later:",
        "curl -u \"$API_KEY:$SECRET_KEY\" -o stored.zip \\\n  '%s/api/2/export?start=%s&end=%s'"
            .formatted(host, hour(load.first()), hour(load.last())),
        "Whole hours also hold whatever else the project received in them. This run's are the"
            + " events whose server_upload_time lies in the window and whose insert_id it"
            + " sent.");
  }

  private static UndoStep remove(Load load) {
    return new UndoStep(
        "Remove it,",
        " if your plan is Growth or Enterprise: an administrator makes a task in Organization"
            + " settings, Self Service Data Deletion. Its time range is by server upload time"
            + " in UTC: from %s to %s. Choose the events this run sent (five clauses a task)."
                .formatted(load.first(), load.last())
            + " It can't be cancelled, and takes live events of those types and times too.");
  }

  private static UndoStep otherwise() {
    return new UndoStep(
        "Otherwise",
        " there is no API that deletes by upload time. Ask Amplitude's support, with this"
            + " window. The User Privacy API removes whole users, their live events included."
            + " Or export what is right and send it to a new project.");
  }

  private static String hour(String iso) {
    try {
      return HOUR.format(Instant.parse(iso));
    } catch (DateTimeException e) {
      return iso;
    }
  }
}

package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.Span;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run's report says that matters to whoever verifies it.
 *
 * @param folder the run's results
 * @param settings the options that its events depend on, by name
 * @param files the files it read
 * @param uploaded when its events were received, by the vendor's clock, in milliseconds; empty if
 *     none was
 * @param accepted events that it sent
 * @param elsewhere events that it took for delivered by earlier runs
 */
record SentRun(
    RunFolder folder,
    SortedMap<String, String> settings,
    List<String> files,
    Span uploaded,
    long accepted,
    long elsewhere) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What decides which events there are, and what is in them. */
  static final Set<String> TELLING =
      Set.of(
          "csvDelimiter",
          "csvNull",
          "destination",
          "destinationRegion",
          "events",
          "excludeEvents",
          "inputFormat",
          "leaveOut",
          "mapping",
          "maxLineBytes",
          "minIdLength",
          "since",
          "skipUserPropertiesSync",
          "sourceProject",
          "timeSource",
          "until");

  /**
   * The run whose results are in a folder.
   *
   * @param problems takes a sentence if it can't be verified
   */
  static Optional<SentRun> read(String folder, List<String> problems) {
    String path = folder.endsWith("/") ? folder : folder + "/";
    RunFolder run = new RunFolder(path.replaceAll(".*/([^/]+)/$", "$1"), path);
    try {
      return read(run, JSON.readTree(run.readReport()), problems);
    } catch (JsonProcessingException | DateTimeException e) {
      problems.add("--run: %s is no report of a run".formatted(run.report()));
    } catch (IOException e) {
      problems.add("--run: %s can't be read: %s".formatted(run.report(), e.getMessage()));
    }
    return Optional.empty();
  }

  private static Optional<SentRun> read(RunFolder folder, JsonNode report, List<String> problems) {
    if (!report.has("event_backfill_report")) {
      problems.add("--run: %s is no report of a run".formatted(folder.report()));
      return Optional.empty();
    }
    boolean kept = !BackfillOptions.NO_LEDGER.equals(report.at("/settings/ledger").asText());
    boolean unsent = kept && report.path("reasons").path(Reason.STOPPED.code()).asLong() > 0;
    if (!report.has("rows") || unsent) {
      problems.add(
          "--run: %s did not finish (%s): start it again first, and verify the run that does"
              .formatted(folder.path(), report.path("outcome").asText()));
      return Optional.empty();
    }
    SortedMap<String, String> settings = new TreeMap<>();
    for (String option : TELLING) {
      if (report.path("settings").has(option)) {
        settings.put(option, report.path("settings").path(option).asText());
      }
    }
    List<String> files = new ArrayList<>();
    report.path("files").forEach(file -> files.add(file.path("file").asText()));
    JsonNode uploaded = report.path("server_upload_time");
    Span span =
        uploaded.has("first")
            ? new Span(millis(uploaded.path("first")), millis(uploaded.path("last")))
            : Span.EMPTY;
    JsonNode reasons = report.path("reasons");
    return Optional.of(
        new SentRun(
            folder,
            settings,
            files,
            span,
            report.at("/rows/accepted").asLong(),
            reasons.path(Reason.ALREADY_DELIVERED.code()).asLong()
                + reasons.path(Reason.LEFT_IN_DOUBT.code()).asLong()));
  }

  private static long millis(JsonNode instant) {
    return Instant.parse(instant.asText()).toEpochMilli();
  }
}

package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.delivery.Secret;
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
import java.util.TreeSet;

/**
 * What a run's report says that matters to whoever verifies it.
 *
 * @param folder the run's results
 * @param settings the options that its events depend on, by name
 * @param files the files it read
 * @param uploaded when its events were received, by the vendor's clock, in milliseconds; empty if
 *     none was
 * @param ended when it ended, by this machine's clock
 * @param accepted events of its files that it sent
 * @param elsewhere events that it took for delivered by earlier runs
 */
record SentRun(
    RunFolder folder,
    SortedMap<String, String> settings,
    List<String> files,
    Span uploaded,
    Instant ended,
    long accepted,
    long elsewhere) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What decides which events there are, and what is in them, whatever the destination. */
  private static final Set<String> TELLING =
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
          "since",
          "sourceProject",
          "timeSource",
          "until");

  /** The files of a report that nobody has: events that a run made itself. */
  private static final String GENERATED = "generated:";

  /** The options that decide what was sent to a destination: its own do, too. */
  static Set<String> telling(String destination) {
    Set<String> telling = new TreeSet<>(TELLING);
    Optional.ofNullable(Destinations.byName().get(destination))
        .ifPresent(
            factory ->
                OptionCatalog.of(factory.optionsType())
                    .forEach(option -> telling.add(option.name())));
    return telling;
  }

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
    List<String> files = new ArrayList<>();
    long generated = 0;
    for (JsonNode file : report.path("files")) {
      if (file.path("file").asText().startsWith(GENERATED)) {
        generated += file.path("reasons").path(Reason.DELIVERED.code()).asLong();
      } else {
        files.add(file.path("file").asText());
      }
    }
    JsonNode uploaded = report.path("server_upload_time");
    Span span =
        uploaded.has("first")
            ? new Span(millis(uploaded.path("first")), millis(uploaded.path("last")))
            : Span.EMPTY;
    JsonNode reasons = report.path("reasons");
    return Optional.of(
        new SentRun(
            folder,
            settings(report.path("settings")),
            files,
            span,
            Instant.parse(report.path("finished_at").asText()),
            report.at("/rows/accepted").asLong() - generated,
            reasons.path(Reason.ALREADY_DELIVERED.code()).asLong()
                + reasons.path(Reason.LEFT_IN_DOUBT.code()).asLong()));
  }

  /** Where a secret stood is only what stands for it. */
  private static SortedMap<String, String> settings(JsonNode all) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (String option : telling(all.path("destination").asText())) {
      String value = all.path(option).asText();
      if (all.has(option) && !value.equals(Secret.REDACTED)) {
        settings.put(option, value);
      }
    }
    return settings;
  }

  private static long millis(JsonNode instant) {
    return Instant.parse(instant.asText()).toEpochMilli();
  }
}

package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.ledger.Finished;
import io.eventbackfill.ledger.History;
import io.eventbackfill.ledger.Ledger;
import io.eventbackfill.ledger.LedgerRun;
import io.eventbackfill.ledger.RunProgress;
import io.eventbackfill.ledger.Store;
import io.eventbackfill.model.Disposition;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a ledger, and changes nothing in it; takes no lease, so a run may be under way. */
final class LedgerView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Store store;
  private final InstantSource clock;
  private final PrintStream out;

  LedgerView(Store store, InstantSource clock, PrintStream out) {
    this.store = store;
    this.clock = clock;
    this.out = out;
  }

  /**
   * Shows all runs, or one.
   *
   * @param run the name of one; null for all
   * @throws ConfigurationException if there is no such ledger or run
   */
  void show(@Nullable String run) throws IOException, ConfigurationException {
    Ledger ledger = Ledger.load(store);
    if (ledger.runs().isEmpty()) {
      throw new ConfigurationException(
          List.of("--ledger: there is no run in " + store.address("")));
    }
    if (run == null) {
      all(ledger);
      return;
    }
    LedgerRun one =
        ledger.runs().stream().filter(r -> r.name().equals(run)).findFirst().orElse(null);
    if (one == null) {
      throw new ConfigurationException(List.of("--run=%s is no run of this ledger".formatted(run)));
    }
    if (one.finished().isPresent()) {
      out.print(one.finished().get().report());
    } else {
      RunProgress progress = unfinished(ledger, one);
      LaneTable.print(progress, out);
    }
  }

  private void all(Ledger ledger) throws IOException {
    out.println("Ledger " + store.address(""));
    for (String holder : ledger.holders(ThisProcess.holder("ledger"), ThisProcess::isRunning)) {
      out.println("Held by " + holder);
    }
    for (LedgerRun run : ledger.runs()) {
      out.println();
      Optional<Finished> finished = run.finished();
      if (finished.isPresent()) {
        finished(run, finished.get());
      } else {
        RunProgress unused = unfinished(ledger, run);
      }
    }
    int lanes = lanes(ledger.runs().get(ledger.runs().size() - 1));
    History history = History.load(store, lanes);
    out.println();
    out.printf(
        Locale.ROOT,
        "History: %,d events of %,d runs, %,d bytes in %,d volumes%n",
        history.entries(),
        history.runs().size(),
        history.bytes(),
        history.volumes());
  }

  private void finished(LedgerRun run, Finished finished) {
    JsonNode report = report(finished);
    head(run, "finished " + finished.at() + ", exit code " + finished.exitCode());
    JsonNode rows = report.path("rows");
    if (rows.isMissingNode()) {
      out.println("  " + report.path("message").asText());
      return;
    }
    out.println(
        "  "
            + Arrays.stream(Disposition.values())
                .map(d -> "%,d %s".formatted(rows.path(d.code()).asLong(), d.code()))
                .collect(Collectors.joining(" | ")));
    JsonNode upload = report.path("server_upload_time");
    if (upload.has("first")) {
      uploaded(upload.path("first").asText(), upload.path("last").asText());
    }
  }

  private RunProgress unfinished(Ledger ledger, LedgerRun run) throws IOException {
    long forgotten = clock.instant().minus(LedgeredBackfill.REMEMBERED).toEpochMilli();
    RunProgress progress = ledger.progress(run, lanes(run), forgotten);
    String last =
        progress.written().isEmpty()
            ? "nothing sent yet"
            : "last written " + at(progress.written().max());
    head(run, "NOT FINISHED, " + last);
    out.println("  " + Resumption.events(progress));
    if (!progress.uploadTime().isEmpty()) {
      uploaded(at(progress.uploadTime().min()), at(progress.uploadTime().max()));
    }
    long begun = progress.lanes().stream().filter(RunProgress.Lane::begun).count();
    long ended = progress.lanes().stream().filter(RunProgress.Lane::isAtEnd).count();
    out.printf(
        Locale.ROOT,
        "  lanes: %,d at their end, %,d under way, %,d not begun%n",
        ended,
        begun - ended,
        progress.lanes().size() - begun);
    if (progress.inDoubt().events() > 0) {
      out.printf(
          Locale.ROOT,
          "  in doubt: at most %,d events, sent %s%n",
          progress.inDoubt().events(),
          Resumption.interval(progress.inDoubt().since()));
    }
    progress.damages().forEach(damage -> out.println("  DAMAGED: " + damage));
    return progress;
  }

  private void head(LedgerRun run, String state) {
    out.println("Run " + run.name() + ": " + state);
    out.printf(
        Locale.ROOT,
        "  started %s, %,d attempts, %,d files%n",
        run.manifest().startedAt(),
        run.attempts().size(),
        run.manifest().files().size());
    if (!run.attempts().isEmpty()) {
      out.println("  results: " + run.attempts().get(run.attempts().size() - 1).results());
    }
  }

  private void uploaded(String first, String last) {
    out.println("  uploaded from " + first + " to " + last + " by the destination's clock");
  }

  private static int lanes(LedgerRun run) {
    return RunSettings.lanes(run.manifest().settings());
  }

  private static String at(long millis) {
    return java.time.Instant.ofEpochMilli(millis).toString();
  }

  private static JsonNode report(Finished finished) {
    try {
      return JSON.readTree(finished.report());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is no JSON", e);
    }
  }
}

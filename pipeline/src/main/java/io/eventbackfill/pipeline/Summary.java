package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The account of a run, for people: what {@code report.json} holds, on a screen. */
final class Summary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode report;
  private final PrintStream out;

  private Summary(JsonNode report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  /**
   * Prints a report and gives the exit code it states.
   *
   * @param page where the report is as a page, if it could be written
   */
  static ExitCode print(
      String reportJson, RunFolder folder, Optional<String> page, PrintStream out) {
    try {
      return new Summary(JSON.readTree(reportJson), out).print(folder, page);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report is no JSON", e);
    }
  }

  /** Prints what becomes of all rows, of whatever has an account: a report, or a plan. */
  static void printAccount(JsonNode json, PrintStream out) {
    new Summary(json, out).account();
  }

  private ExitCode print(RunFolder folder, Optional<String> page) {
    account();
    requests();
    times();
    out.println();
    out.println("Report:       " + folder.report());
    page.ifPresent(path -> out.println("As a page:    " + path));
    where("Dead letters: ", Disposition.REJECTED, folder);
    where("Deferred:     ", Disposition.DEFERRED, folder);
    ExitCode code = exitCode();
    out.println("Outcome:      " + code.meaning() + " (exit code " + code.number() + ")");
    return code;
  }

  private void account() {
    JsonNode rows = report.path("rows");
    line("rows read", rows.path("read").asLong(), files());
    for (Disposition disposition : Disposition.values()) {
      line("  " + disposition.code(), rows.path(disposition.code()).asLong(), "");
      reasons(disposition);
    }
    out.println(
        rows.path("adds_up").asBoolean()
            ? "Every row read ended in exactly one place."
            : "THE ACCOUNT DOES NOT ADD UP: see the files in the report.");
    notes();
  }

  private String files() {
    int skipped = 0;
    for (JsonNode file : report.path("files")) {
      skipped += file.has("skipped") && file.path("rows_read").asLong() == 0 ? 1 : 0;
    }
    String all = "in " + report.path("files").size() + " files";
    return skipped == 0 ? all : all + ", " + skipped + " of them skipped";
  }

  private void reasons(Disposition disposition) {
    for (Reason reason : Reason.values()) {
      long n = report.path("reasons").path(reason.code()).asLong();
      if (n > 0 && reason.disposition() == disposition && disposition != Disposition.ACCEPTED) {
        line("    " + reason.code(), n, reason.meaning());
      }
    }
  }

  private void notes() {
    boolean first = true;
    for (Note note : Note.values()) {
      for (Map.Entry<String, JsonNode> noted :
          report.path("notes").path(note.code()).properties()) {
        if (first) {
          out.println("Noted:");
          first = false;
        }
        String subject = noted.getKey().equals("events") ? "" : " (" + noted.getKey() + ")";
        line("    " + note.code() + subject, noted.getValue().asLong(), note.meaning());
      }
    }
  }

  private void requests() {
    String byStatus =
        report.path("requests").properties().stream()
            .map(reply -> reply.getKey() + ": " + reply.getValue().asLong())
            .collect(Collectors.joining(", "));
    if (!byStatus.isEmpty()) {
      out.println("Requests by answer: " + byStatus);
    }
  }

  private void times() {
    JsonNode upload = report.path("server_upload_time");
    if (upload.has("first")) {
      out.println(
          "Uploaded from %s to %s by the destination's clock: the handle for undoing this load."
              .formatted(upload.path("first").asText(), upload.path("last").asText()));
    }
  }

  private void where(String label, Disposition disposition, RunFolder folder) {
    boolean kept = !BackfillOptions.NO_LEDGER.equals(report.at("/settings/ledger").asText());
    // What a ledger keeps for the next start is not written down once more.
    long elsewhere =
        kept && disposition == Disposition.DEFERRED
            ? report.path("reasons").path(Reason.STOPPED.code()).asLong()
            : 0;
    if (report.path("rows").path(disposition.code()).asLong() > elsewhere) {
      out.println(label + folder.aside(disposition));
    }
  }

  private ExitCode exitCode() {
    int number = report.path("exit_code").asInt(-1);
    return Arrays.stream(ExitCode.values())
        .filter(code -> code.number() == number)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the report has no exit code"));
  }

  private void line(String label, long number, String remark) {
    out.println(
        String.format(Locale.ROOT, "%-36s %,10d  %s", label, number, remark).stripTrailing());
  }
}

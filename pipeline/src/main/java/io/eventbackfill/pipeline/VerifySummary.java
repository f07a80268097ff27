package io.eventbackfill.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventbackfill.model.Reason;
import io.eventbackfill.verification.Difference;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** What a verification has found, for people: what {@code verify.json} holds, on a screen. */
final class VerifySummary {
  /** The file holds more. */
  private static final int EXAMPLES = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode found;
  private final PrintStream out;

  private VerifySummary(JsonNode found, PrintStream out) {
    this.found = found;
    this.out = out;
  }

  /** Prints it and gives the exit code. */
  static ExitCode print(String json, String file, Optional<String> page, PrintStream out) {
    try {
      return new VerifySummary(JSON.readTree(json), out).print(file, page);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a verification that is no JSON", e);
    }
  }

  private ExitCode print(String file, Optional<String> page) {
    line("sent", found.path("sent").asLong(), "");
    line("stored", found.path("stored").asLong(), "");
    for (Difference difference : Difference.values()) {
      long events = found.path(difference.code()).asLong();
      line("  " + difference.code(), events, events == 0 ? "" : difference.meaning());
      examples(difference);
      if (difference == Difference.CHANGED) {
        found
            .path("changed_fields")
            .properties()
            .forEach(field -> line("    in " + field.getKey(), field.getValue().asLong(), ""));
      }
    }
    differing("by_day", "day");
    differing("by_type", "type");
    beside();
    out.println();
    out.println("Verification: " + file);
    page.ifPresent(path -> out.println("As a page:    " + path));
    boolean equal = found.path("equal").asBoolean();
    ExitCode code = equal ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    out.println(
        "Outcome:      %s (exit code %d)"
            .formatted(
                equal ? "equal: what was sent is stored, once and as it was sent" : "not equal",
                code.number()));
    return code;
  }

  private void examples(Difference difference) {
    int shown = 0;
    for (JsonNode example : found.path("examples").path(difference.code())) {
      if (shown++ == EXAMPLES) {
        break;
      }
      String detail = example.path("detail").asText();
      out.println(
          printable(
              "      %s %s %s, %s%s"
                  .formatted(
                      example.path("time").asText(),
                      example.path("type").asText(),
                      example.path("identity").asText(),
                      example.path("origin").asText(),
                      detail.isEmpty() ? "" : ": " + detail)));
    }
  }

  /** The days, or types, that do not have as many events on both sides. */
  private void differing(String rows, String name) {
    boolean first = true;
    for (JsonNode row : found.path(rows)) {
      long sent = row.path("sent").asLong();
      long stored = row.path("stored").asLong();
      if (sent != stored) {
        if (first) {
          out.println("Not as many on both sides, by " + name + ":");
          first = false;
        }
        line(
            "    " + printable(row.path(name).asText()),
            stored - sent,
            String.format(Locale.ROOT, "%,d sent, %,d stored", sent, stored));
      }
    }
  }

  private void beside() {
    long aside = found.path("set_aside").asLong();
    if (aside > 0) {
      line("set aside by the runs, not stored", aside, "dead letters and deferred events");
    }
    long others = found.path("not_of_the_runs").asLong();
    if (others > 0) {
      line("not of the runs", others, "stored at another time, or of a time or type not taken");
    }
    for (Reason reason : Reason.values()) {
      long rows = found.path("unread").path(reason.code()).asLong();
      if (rows > 0) {
        line("NOT READ: " + reason.code(), rows, reason.meaning());
      }
    }
    long accepted = found.path("accepted_by_runs").asLong(-1);
    if (accepted >= 0 && accepted != found.path("sent").asLong()) {
      out.println(
          String.format(
              Locale.ROOT,
              "The runs say they sent %,d events, and these files and options make %,d.",
              accepted,
              found.path("sent").asLong()));
    }
    long elsewhere = found.path("delivered_by_other_runs").asLong();
    if (elsewhere > 0) {
      out.println(
          String.format(
              Locale.ROOT,
              "%,d events were not sent by these runs because of earlier ones: name those with --run,"
                  + " too, or they are missing here.",
              elsewhere));
    }
  }

  /** What comes from events may hold what a terminal takes for a command. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private void line(String label, long number, String remark) {
    out.println(
        String.format(Locale.ROOT, "%-36s %,10d  %s", label, number, remark).stripTrailing());
  }
}

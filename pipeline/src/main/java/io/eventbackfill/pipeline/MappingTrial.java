package io.eventbackfill.pipeline;

import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.mappingfile.FileMapping;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.InputFile;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.source.ExportFileReader;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows what a mapping makes of the first rows of an input. Sends nothing and writes nothing. */
final class MappingTrial {
  private static final int WIDTH = 92;
  private static final String INDENT = " ".repeat(10);

  private final Mapping mapping;
  private final PrintStream out;

  MappingTrial(Mapping mapping, PrintStream out) {
    this.mapping = mapping;
    this.out = out;
  }

  /**
   * Checks a sample and prints it.
   *
   * @param sample rows to look at, at least 1
   * @return whether every row became an event or was left out on purpose
   */
  ExitCode check(List<InputFile> files, ExportFileReader reader, int sample) {
    List<Sample.Row> rows = Sample.of(files, reader, mapping, sample);
    rows.forEach(this::print);
    Map<String, Integer> ends = new TreeMap<>();
    Map<String, Integer> notes = new TreeMap<>();
    boolean refused = false;
    for (Sample.Row row : rows) {
      if (row.checked() instanceof Refused reason) {
        ends.merge(end(reason), 1, Integer::sum);
        refused |= reason.reason().disposition() != Disposition.SKIPPED;
      } else if (row.checked() instanceof Kept kept) {
        ends.merge("event", 1, Integer::sum);
        kept.notes()
            .forEach(n -> notes.merge(n.note().code() + " (" + n.subject() + ")", 1, Integer::sum));
      }
    }
    out.printf(Locale.ROOT, "Mapping %s, %,d rows:%n", mapping.name(), rows.size());
    count(ends);
    if (!notes.isEmpty()) {
      out.println("Noted:");
      count(notes);
    }
    List<String> warnings =
        SampleWarnings.of(rows, mapping instanceof FileMapping file ? file : null);
    warnings.forEach(warning -> out.println("WARNING " + warning));
    return refused ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
  }

  private static String end(Refused refused) {
    String reason = refused.reason().disposition().code() + " " + refused.reason().code();
    return refused.field().isEmpty() ? reason : reason + " (" + refused.field() + ")";
  }

  private void count(Map<String, Integer> counts) {
    counts.forEach((what, times) -> out.printf(Locale.ROOT, "  %-40s %,8d%n", what, times));
  }

  private void print(Sample.Row row) {
    out.println(row.origin());
    wrapped("row", row.bytes().text());
    if (row.checked() instanceof Kept kept) {
      print(kept.event());
      kept.notes().forEach(n -> wrapped("noted", n.note().code() + " " + n.subject()));
    } else if (row.checked() instanceof Refused refused) {
      String detail = refused.detail().isEmpty() ? refused.reason().meaning() : refused.detail();
      wrapped(refused.reason().disposition().code(), refused.reason().code() + ": " + detail);
    }
    out.println();
  }

  private void print(Event event) {
    wrapped("event", event.type());
    wrapped("time", Instant.EPOCH.plus(event.time().micros(), ChronoUnit.MICROS).toString());
    wrapped("device", String.valueOf(event.who().device()));
    wrapped("user", String.valueOf(event.who().user()));
    wrapped("identity", event.identity());
    if (!event.attributes().isEmpty()) {
      wrapped("with", JsonValue.object(event.attributes()).toString());
    }
  }

  private void wrapped(String title, String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    int width = WIDTH - INDENT.length();
    for (int from = 0; from == 0 || from < line.length(); from += width) {
      String head = from == 0 ? "%-10s".formatted(title) : INDENT;
      out.println(head + line.substring(from, Math.min(from + width, line.length())));
    }
  }
}

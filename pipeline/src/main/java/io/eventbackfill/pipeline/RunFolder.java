package io.eventbackfill.pipeline;

import io.eventbackfill.model.Disposition;
import io.eventbackfill.steps.WriteAside;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Where one run leaves its results, on any file system.
 *
 * @param runId the run's name; sorts by time
 * @param path the folder, ending in a slash
 */
record RunFolder(String runId, String path) implements Serializable {
  /** What a store tells a browser. */
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The folder of a run that starts now, inside an output folder. */
  static RunFolder in(String output, Instant now) {
    String runId = name(now);
    return new RunFolder(runId, output + runId + "/");
  }

  /** The name of a run that starts now. */
  static String name(Instant now) {
    return NAME.format(now);
  }

  String report() {
    return path + "report.json";
  }

  /** The report for people, beside it. */
  String page() {
    return path + "report.html";
  }

  /** Where the rows of a disposition are written down. */
  String aside(Disposition disposition) {
    return path + WriteAside.FOLDERS.get(disposition);
  }

  /** Writes the report, whole or not at all where the file system can. */
  void writeReport(String json) throws IOException {
    new TextFile(report()).write(json);
  }

  /** The report as written. */
  String readReport() throws IOException {
    return new TextFile(report()).read();
  }
}

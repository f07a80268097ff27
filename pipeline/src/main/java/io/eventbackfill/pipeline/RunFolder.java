package io.eventbackfill.pipeline;

import io.eventbackfill.model.Disposition;
import io.eventbackfill.steps.WriteAside;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/**
 * Where one run leaves its results, on any file system.
 *
 * @param runId the run's name; sorts by time
 * @param path the folder, ending in a slash
 */
record RunFolder(String runId, String path) implements Serializable {
  /** What a store tells a browser. */
  private static final String HTML = "text/html; charset=utf-8";

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
    write(report(), MimeTypes.TEXT, json);
  }

  /** Writes the page that shows the report. */
  void writePage(String html) throws IOException {
    write(page(), HTML, html);
  }

  private static void write(String name, String type, String text) throws IOException {
    ResourceId file = FileSystems.matchNewResource(name, false);
    try (OutputStream out = Channels.newOutputStream(FileSystems.create(file, type))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The report as written. */
  String readReport() throws IOException {
    ResourceId file = FileSystems.matchSingleFileSpec(report()).resourceId();
    try (var in = Channels.newInputStream(FileSystems.open(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

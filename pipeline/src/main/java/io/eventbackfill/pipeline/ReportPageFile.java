package io.eventbackfill.pipeline;

import io.eventbackfill.pipeline.pages.ReportPage;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** Puts {@code report.html} beside {@code report.json}. */
final class ReportPageFile {
  private ReportPageFile() {}

  /**
   * Writes it. How the run ended does not depend on it: what goes wrong is said, and that is all.
   *
   * @param json the report
   * @return where it is; nothing if it could not be made or written
   */
  static Optional<String> write(RunFolder folder, String json, PrintStream err) {
    try {
      folder.writePage(ReportPage.of(json));
      return Optional.of(folder.page());
    } catch (IOException | RuntimeException e) {
      // Whatever a store or a page throws: all that matters is in report.json already.
      err.println("The page " + folder.page() + " can't be written: " + e);
      return Optional.empty();
    }
  }
}

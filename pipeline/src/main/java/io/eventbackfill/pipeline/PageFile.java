package io.eventbackfill.pipeline;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A page for people, beside the file that it shows. */
final class PageFile {
  private static final String HTML = "text/html; charset=utf-8";

  private PageFile() {}

  /**
   * Writes it. How a command ends does not depend on it: what goes wrong is said, and that is all.
   *
   * @param path where
   * @param json what it shows
   * @param page makes the page of it
   * @return where it is; nothing if it could not be made or written
   */
  static Optional<String> write(
      String path, String json, UnaryOperator<String> page, PrintStream err) {
    try {
      new TextFile(path).write(page.apply(json), HTML);
      return Optional.of(path);
    } catch (IOException | RuntimeException e) {
      // Whatever a store or a page throws: all that matters is in the JSON already.
      err.println("The page " + path + " can't be written: " + e);
      return Optional.empty();
    }
  }
}

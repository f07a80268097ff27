package io.eventbackfill.pipeline.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How all pages look; it stands in each of them. */
final class Stylesheet implements Html {
  private static final String FILE = "page.css";

  @Override
  public void writeTo(StringBuilder out) {
    out.append("<style>\n").append(read()).append("</style>");
  }

  private static String read() {
    try (InputStream in = Stylesheet.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.eventbackfill.pipeline;

import io.eventbackfill.source.TextFormat;
import io.eventbackfill.source.TextFormat.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the options that say what text is made of. */
final class TextOptions {
  private TextOptions() {}

  /**
   * What text is made of.
   *
   * @param problems takes a sentence for each fault
   */
  static TextFormat of(BackfillOptions options, List<String> problems) {
    String nullText = options.getCsvNull();
    return new TextFormat(
        kind(options.getInputFormat(), problems),
        delimiter(options.getCsvDelimiter(), problems),
        nullText == null ? "" : nullText);
  }

  private static Kind kind(String given, List<String> problems) {
    Optional<Kind> named =
        Arrays.stream(Kind.values())
            .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(given))
            .findFirst();
    if (named.isEmpty()) {
      problems.add("--inputFormat=%s is unknown (auto, json, csv)".formatted(given));
    }
    return named.orElse(Kind.AUTO);
  }

  private static char delimiter(String given, List<String> problems) {
    if (given.equals("tab")) {
      return '\t';
    }
    if (given.length() == 1 && TextFormat.isDelimiter(given.charAt(0))) {
      return given.charAt(0);
    }
    problems.add(
        "--csvDelimiter=%s must be one ASCII character other than a quote, or tab"
            .formatted(given));
    return TextFormat.AUTO.delimiter();
  }
}

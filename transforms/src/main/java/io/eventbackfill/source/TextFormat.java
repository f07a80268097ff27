package io.eventbackfill.source;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What text is made of, where its first bytes can't say.
 *
 * @param kind JSON, CSV, or whatever it looks like
 * @param delimiter between the fields of CSV: one ASCII character
 * @param nullText the unquoted text by which CSV writes null, beside the empty one; empty if none
 */
public record TextFormat(Kind kind, char delimiter, String nullText) implements Serializable {

  /** What fields are quoted with. */
  static final char QUOTE = '"';

  /** What text is made of. */
  public enum Kind {
    /** CSV where the file's name says so, JSON otherwise. */
    AUTO,
    /** JSON objects, one a line or in one array. */
    JSON,
    /** Comma-separated values, the first record naming the fields. */
    CSV
  }

  /** JSON, or CSV with commas where the name says so. */
  public static final TextFormat AUTO = new TextFormat(Kind.AUTO, ',', "");

  private static final Pattern PACKED = Pattern.compile("\\.(gz|zst|bz2)$");

  public TextFormat {
    checkArgument(isDelimiter(delimiter), "'%s' delimits no fields", delimiter);
  }

  /** True if a character can stand between fields: ASCII and no part of CSV's own syntax. */
  public static boolean isDelimiter(char c) {
    return c == '\t' || (c >= ' ' && c < 0x7f && c != QUOTE);
  }

  /**
   * What a file or member of this name is: JSON or CSV. Where only the name says that it is CSV,
   * {@code .tsv} says that its delimiter is the tab.
   */
  TextFormat of(String name) {
    if (kind != Kind.AUTO) {
      return this;
    }
    String plain = PACKED.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
    if (plain.endsWith(".tsv")) {
      return new TextFormat(Kind.CSV, '\t', nullText);
    }
    return new TextFormat(plain.endsWith(".csv") ? Kind.CSV : Kind.JSON, delimiter, nullText);
  }
}

package io.eventbackfill.source;

import java.io.Serializable;

/**
 * What text is made of, where its first bytes can't say.
 *
 * @param kind JSON, CSV, or whatever it looks like
 * @param delimiter between the fields of CSV
 * @param nullText the unquoted text by which CSV writes null, beside the empty one; empty if none
 */
public record TextFormat(Kind kind, char delimiter, String nullText) implements Serializable {

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
}

package io.eventbackfill.model;

import java.util.Locale;

/** Why a whole file is left out. Counted in the report. */
public enum SkippedFile {
  /** An empty file whose name says that an hour is complete. */
  COMPLETE_MARKER("the file only marks an hour as complete"),
  /** A file of merged user ids, no events. */
  MERGED_IDS("the file lists merged users, no events");

  private final String meaning;

  SkippedFile(String meaning) {
    this.meaning = meaning;
  }

  /** The reason in words. */
  public String meaning() {
    return meaning;
  }

  /** The code on disk, kebab-case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

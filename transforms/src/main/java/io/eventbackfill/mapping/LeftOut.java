package io.eventbackfill.mapping;

import io.eventbackfill.model.SkippedFile;
import java.io.Serializable;
import java.util.Optional;

/**
 * The files of an input that are not read.
 *
 * @param mapping says which files hold no events
 * @param readsMerges whether files are read that hold nothing but merges of persons
 */
public record LeftOut(Mapping mapping, boolean readsMerges) implements Serializable {

  /** Why a file is left out, judged by its path; empty if it is to be read. */
  public Optional<SkippedFile> why(String path) {
    return mapping.skips(path).filter(why -> !(readsMerges && why == SkippedFile.MERGED_IDS));
  }

  /** Whether a file is left out. */
  public boolean holds(String path) {
    return why(path).isPresent();
  }
}

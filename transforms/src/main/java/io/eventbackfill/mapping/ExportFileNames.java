package io.eventbackfill.mapping;

import io.eventbackfill.model.SkippedFile;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files of an export that hold no events, told by their names. */
final class ExportFileNames {

  /** {@code {projectId}_{yyyy-MM-dd}_{H}_complete}, without extension (S3 export page). */
  private static final String COMPLETE = "_complete";

  /**
   * {@code -{orgId}_{yyyy-MM-dd}_{H}.json.gz} (GCS export page). Old organisations have no dash;
   * theirs are told by their rows.
   */
  private static final Pattern MERGED_IDS =
      Pattern.compile("-\\d+_\\d{4}-\\d{2}-\\d{2}_\\d{1,2}\\.json(\\.gz)?");

  private ExportFileNames() {}

  static Optional<SkippedFile> skips(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.endsWith(COMPLETE)) {
      return Optional.of(SkippedFile.COMPLETE_MARKER);
    }
    return MERGED_IDS.matcher(name).matches()
        ? Optional.of(SkippedFile.MERGED_IDS)
        : Optional.empty();
  }
}

package io.eventbackfill.mapping;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.SourceRow;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * Named rules from a source's row to an event. Pure: the same row gives the same event, always and
 * on every machine.
 */
public interface Mapping extends Serializable {

  /** The value of {@code --mapping} that selects it. */
  String name();

  /** Why a file is left out, judged by its path; empty if it is to be read. */
  Optional<SkippedFile> skips(String path);

  /** The project the row says it belongs to; empty if it names none. */
  Optional<String> project(SourceRow row);

  /**
   * The fields of a row that it may look at, for sources that can leave others unread; empty if it
   * may look at any.
   */
  default Optional<Set<String>> fields() {
    return Optional.empty();
  }

  /** The field that tells an event's time, wherever it is not null; empty if no single one does. */
  default Optional<String> timeField() {
    return Optional.empty();
  }

  /**
   * What tells it from a mapping of the same name that would make other events. The settings of a
   * built-in one are options of their own, and told apart there.
   */
  default String fingerprint() {
    return name();
  }

  /** The event the row describes, or why it describes none. */
  Checked map(SourceRow row);

  /**
   * The merge of two persons that a row records, if it was refused as {@link Reason#MERGED_ID_ROW};
   * empty if it does not say who became whom.
   */
  default Optional<Merge> merge(SourceRow row) {
    return Optional.empty();
  }
}

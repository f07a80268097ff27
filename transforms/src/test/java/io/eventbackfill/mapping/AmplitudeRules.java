package io.eventbackfill.mapping;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.SourceRow;
import io.eventbackfill.validation.DepthLimit;
import io.eventbackfill.validation.EventRules;
import io.eventbackfill.validation.EventTypeLength;
import io.eventbackfill.validation.LongStrings;
import io.eventbackfill.validation.UsableIds;
import java.util.List;
import java.util.Set;

/** What Amplitude demands of events, with the numbers of its pages. */
final class AmplitudeRules {

  /** HTTP V2 API, invalid ids. */
  private static final Set<String> INVALID_IDS =
      Set.of(
          "anonymous",
          "nil",
          "none",
          "null",
          "n/a",
          "na",
          "undefined",
          "unknown",
          "",
          "00000000-0000-0000-0000-000000000000",
          "{}",
          "lmy47d",
          "0",
          "-1");

  private static EventRules rules(int minIdLength) {
    return new EventRules(
        List.of(
            new UsableIds(minIdLength, 1024, INVALID_IDS),
            new EventTypeLength(1024),
            new DepthLimit(40),
            new LongStrings(1024)));
  }

  private AmplitudeRules() {}

  /** Maps the row, then applies the rules with this least length of ids. */
  static Checked check(int minIdLength, ExportRow row) {
    SourceRow source = row.row();
    Checked mapped = AmplitudeExportMapping.withDefaults().map(source);
    return mapped instanceof Kept kept ? rules(minIdLength).check(kept.event()) : mapped;
  }
}

package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.SourceRow;
import java.util.List;
import java.util.Optional;

/** A row of the files of merged users (S3 export page): who became whom, and when. */
final class MergeRow {

  /** Of pushed files, and of warehouses; the server's times where the client's are missing. */
  private static final List<String> TIMES =
      List.of("merge_time", "merge_event_time", "merge_server_time");

  private MergeRow() {}

  static Optional<Merge> merge(SourceRow row) {
    String from = IdText.of(row.field("amplitude_id"));
    String into = IdText.of(row.field("merged_amplitude_id"));
    return from == null || into == null
        ? Optional.empty()
        : Optional.of(new Merge(from, into, micros(row)));
  }

  private static long micros(SourceRow row) {
    for (String field : TIMES) {
      long micros = micros(row.field(field));
      if (micros != ExportTime.UNUSABLE) {
        return micros;
      }
    }
    return Merge.UNKNOWN_TIME;
  }

  /** Timestamps of warehouses; numbers are taken for milliseconds, which no page says. */
  private static long micros(JsonValue value) {
    if (value.kind() != Kind.NUMBER) {
      return ExportTime.micros(value);
    }
    Long millis = NumberText.integer(value.toString());
    return millis == null || millis < 0 || millis > Long.MAX_VALUE / 2000
        ? ExportTime.UNUSABLE
        : millis * 1000;
  }
}

package io.eventbackfill.mapping;

import io.eventbackfill.mapping.ExportSettings.TimeSource;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An event's time, from the first usable field of a chain; never from the clock. */
final class ExportTimes {
  private static final List<String> CHAIN =
      List.of("event_time", "client_event_time", "server_received_time", "server_upload_time");
  private static final List<String> CLIENT_CHAIN =
      List.of("client_event_time", "event_time", "server_received_time", "server_upload_time");

  /**
   * Below a gap of 60 s Amplitude lets the client's time stand as the event's (raw data lookup);
   * above it corrects, and session lengths no longer fit.
   */
  private static final long CLOCK_GAP_MICROS = 60_000_000L;

  private ExportTimes() {}

  /** Null, with a refusal among the findings, if no field holds a usable time. */
  static @Nullable EventTime of(SourceRow row, TimeSource source, Findings findings) {
    long event = ExportTime.micros(row.field("event_time"));
    long client = ExportTime.micros(row.field("client_event_time"));
    long uploaded = ExportTime.micros(row.field("server_upload_time"));
    String field = field(source);
    long micros = source == TimeSource.EVENT_TIME ? event : client;
    if (micros == ExportTime.UNUSABLE) {
      String other = fallback(row, chain(source), findings);
      if (other == null) {
        return null;
      }
      field = other;
      micros = ExportTime.micros(row.field(other));
    }
    if (ExportTime.isOdd(row.field(field))) {
      findings.note(Note.ODD_TIME, field);
    }
    if (event != ExportTime.UNUSABLE
        && client != ExportTime.UNUSABLE
        && Math.abs(event - client) > CLOCK_GAP_MICROS) {
      findings.note(Note.CLOCK_GAP);
    }
    return new EventTime(
        micros, eventId(row, findings), uploaded == ExportTime.UNUSABLE ? 0 : uploaded);
  }

  /** The field that counts where it is usable. */
  static String field(TimeSource source) {
    return chain(source).get(0);
  }

  private static List<String> chain(TimeSource source) {
    return switch (source) {
      case EVENT_TIME -> CHAIN;
      case CLIENT_EVENT_TIME -> CLIENT_CHAIN;
    };
  }

  private static @Nullable String fallback(SourceRow row, List<String> chain, Findings findings) {
    for (String field : chain) {
      if (ExportTime.micros(row.field(field)) != ExportTime.UNUSABLE) {
        findings.note(Note.TIME_FALLBACK, field);
        return field;
      }
    }
    findings.refuse(
        Reason.MISSING_TIME,
        CHAIN.get(0),
        chain.stream()
            .map(field -> field + (row.field(field).isNull() ? " is missing" : " is not a time"))
            .collect(Collectors.joining(", ")));
    return null;
  }

  private static @Nullable Long eventId(SourceRow row, Findings findings) {
    JsonValue value = row.field("event_id");
    if (value.isNull()) {
      return null;
    }
    String number = value.kind() == Kind.NUMBER ? value.text() : null;
    Long id = number == null ? null : NumberText.integer(number);
    if (id == null) {
      findings.note(Note.FIELD_DROPPED, "event_id");
    }
    return id;
  }
}

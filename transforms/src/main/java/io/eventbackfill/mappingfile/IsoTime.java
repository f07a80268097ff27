package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.ExportTime;
import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * {@code 2024-03-01T12:00:00.123456+01:00}: T or a space, seconds and fraction or none, a zone or
 * none; or a date alone, which is its midnight. Numbers are refused: their unit would be a guess.
 */
final class IsoTime extends TimeFormat {
  private static final int DATE = "yyyy-MM-dd".length();
  private static final int MINUTES = "yyyy-MM-ddTHH:mm".length();

  private final boolean utc;

  IsoTime(ZoneId zone) {
    super(zone);
    this.utc = zone.equals(ZoneOffset.UTC);
  }

  /** True if a time without zone is UTC. */
  boolean isUtc() {
    return utc;
  }

  @Override
  long micros(JsonValue value, Findings findings, String label) {
    String text = value.kind() == Kind.STRING ? value.text() : null;
    if (text == null) {
      return UNUSABLE;
    }
    String full = full(text.strip());
    long micros = ExportTime.micros(full);
    return micros == UNUSABLE || ExportTime.namesZone(full)
        ? micros
        : inZone(micros, findings, label);
  }

  private static String full(String text) {
    if (text.length() == DATE) {
      return text + "T00:00:00";
    }
    return text.length() == MINUTES ? text + ":00" : text;
  }

  @Override
  String description() {
    return "an ISO time such as 2024-03-01T12:00:00Z";
  }
}

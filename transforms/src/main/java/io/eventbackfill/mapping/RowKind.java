package io.eventbackfill.mapping;

import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a row is: an event with a type, or something else.
 *
 * @param type the event's type; empty if the row is refused
 * @param refused why it is no event to send; null if it is one
 */
record RowKind(String type, @Nullable Refused refused) {

  /** Property updates: each event already holds what was true at its time (Identify API). */
  private static final Set<String> PROPERTY_UPDATES = Set.of("$identify", "$groupidentify");

  /**
   * Made by Amplitude from other events or from merges, by id and by display name (HTTP V2 API,
   * reserved events; revenue verification). Not {@code revenue_amount}, which they are made from.
   */
  private static final Set<String> DERIVED_EVENTS =
      Set.of(
          "verified_revenue",
          "unverified_revenue",
          "[Amplitude] Revenue (Verified)",
          "[Amplitude] Revenue (Unverified)",
          "[Amplitude] Merged User");

  /** Values of data_type that leave a row an event; empty where a warehouse writes null so. */
  private static final Set<String> EVENT_DATA = Set.of("event", "");

  static RowKind of(SourceRow row) {
    if (!row.field("scope").isNull() && !row.field("merged_amplitude_id").isNull()) {
      return refused(Refused.because(Reason.MERGED_ID_ROW));
    }
    JsonValue dataType = row.field("data_type");
    if (!dataType.isNull() && !isOneOf(dataType, EVENT_DATA)) {
      return refused(
          new Refused(Reason.NOT_AN_EVENT, "data_type", "data_type says it is no event"));
    }
    JsonValue value = row.field("event_type");
    String type = value.kind() == Kind.BOOLEAN ? null : value.text();
    if (type == null && !value.isNull()) {
      return refused(new Refused(Reason.INVALID_FIELD, "event_type", "event_type is not a string"));
    }
    if (type == null || type.isEmpty()) {
      return refused(new Refused(Reason.MISSING_EVENT_TYPE, "event_type", ""));
    }
    if (PROPERTY_UPDATES.contains(type)) {
      return refused(new Refused(Reason.NOT_AN_EVENT, "event_type", type + " updates properties"));
    }
    if (DERIVED_EVENTS.contains(type)) {
      return refused(new Refused(Reason.DERIVED_EVENT, "event_type", type));
    }
    return new RowKind(type, null);
  }

  private static RowKind refused(Refused refused) {
    return new RowKind("", refused);
  }

  private static boolean isOneOf(JsonValue value, Set<String> texts) {
    String text = value.kind() == Kind.STRING ? value.text() : null;
    return text != null && texts.contains(text);
  }
}

package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.mapping.IdText;
import io.eventbackfill.mapping.SentAttributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document made ready to map rows. Immutable, for use by any number of threads.
 *
 * @param name the mapping's name
 * @param keep which rows are kept; null for all
 * @param type the event's type
 * @param time the event's time
 * @param device the device's id; null if there is none in the table
 * @param user the user's id; null likewise
 * @param identity what makes the event the same event
 * @param attributes everything else
 * @param columns the columns it knows and how it takes the others
 */
record Plan(
    String name,
    @Nullable Value keep,
    Value type,
    Time time,
    @Nullable Value device,
    @Nullable Value user,
    Identity identity,
    List<Attribute> attributes,
    Columns columns) {

  /** A time's value and how to read it. */
  record Time(Value value, TimeFormat format) {}

  /** An attribute and what makes its value; Java's null for none. */
  record Attribute(String name, Content content) {}

  /** Makes an attribute's value. */
  @FunctionalInterface
  interface Content {
    @Nullable JsonValue of(SourceRow row, Findings findings);
  }

  /**
   * The columns of a table, as far as the document names them.
   *
   * @param named by all their names, the dropped ones too
   * @param dropped left out on purpose
   * @param read those whose values are looked at; empty if any may be
   * @param noteOthers true if a column nobody names is noted
   * @param time the one that alone tells the time, as ISO text; empty if there is none
   */
  record Columns(
      Set<String> named,
      Set<String> dropped,
      Optional<Set<String>> read,
      boolean noteOthers,
      Optional<String> time) {}

  /** The event the row describes, or why it describes none. */
  Checked map(SourceRow row) {
    Findings findings = new Findings();
    if (keep != null && !keeps(keep, row, findings)) {
      return Objects.requireNonNullElse(findings.refused(), Refused.because(Reason.FILTERED));
    }
    String eventType = type(row, findings);
    long micros = micros(row, findings);
    String device = id(this.device, row, findings);
    String user = id(this.user, row, findings);
    String id = identity.of(row, findings);
    if (findings.refused() != null) {
      return findings.refused();
    }
    Map<String, JsonValue> made = attributes(row, findings);
    if (findings.refused() != null || id == null) {
      return Objects.requireNonNull(findings.refused());
    }
    noteOthers(row, findings);
    Event event =
        new Event(id, eventType, new EventTime(micros, null, 0), new Who(device, user, null), made);
    return new Kept(event, findings.notes());
  }

  private static boolean keeps(Value keep, SourceRow row, Findings findings) {
    JsonValue kept = keep.of(row, findings);
    if (kept.kind() != Kind.BOOLEAN && findings.refused() == null) {
      findings.refuse(
          Reason.INVALID_FIELD, "keep", "keep is neither true nor false but " + kind(kept));
    }
    return kept.equals(JsonValue.TRUE);
  }

  private static String kind(JsonValue value) {
    return value.kind().name().toLowerCase(java.util.Locale.ROOT);
  }

  private String type(SourceRow row, Findings findings) {
    JsonValue value = type.of(row, findings);
    String text = value.text();
    if (text == null || text.isEmpty()) {
      String label = type.source().label();
      findings.refuse(
          Reason.MISSING_EVENT_TYPE,
          label,
          label + (text == null && !value.isNull() ? " is no text" : " is missing or empty"));
      return "";
    }
    return text;
  }

  private long micros(SourceRow row, Findings findings) {
    JsonValue value = time.value().of(row, findings);
    String label = time.value().source().label();
    if (value.isNull() || "".equals(value.text())) {
      findings.refuse(Reason.MISSING_TIME, label, label + " is missing or empty");
      return 0;
    }
    long micros = time.format().micros(value, findings, label);
    if (micros == TimeFormat.UNUSABLE) {
      findings.refuse(Reason.MISSING_TIME, label, label + " is not " + time.format().description());
      return 0;
    }
    return micros;
  }

  private static @Nullable String id(@Nullable Value value, SourceRow row, Findings findings) {
    if (value == null) {
      return null;
    }
    JsonValue given = value.of(row, findings);
    String id = IdText.of(given);
    if (id == null && !given.isNull() && !"".equals(given.text())) {
      findings.note(Note.FIELD_DROPPED, value.source().label());
    }
    return id;
  }

  private Map<String, JsonValue> attributes(SourceRow row, Findings findings) {
    Map<String, JsonValue> made = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      JsonValue value = attribute.content().of(row, findings);
      if (value != null) {
        made.put(attribute.name(), value);
      }
    }
    SentAttributes.dropHalfPlaces(made, findings);
    return Collections.unmodifiableMap(made);
  }

  private void noteOthers(SourceRow row, Findings findings) {
    if (!columns.noteOthers()) {
      return;
    }
    for (String column : row.fields().keySet()) {
      if (!columns.named().contains(column)) {
        findings.note(Note.UNKNOWN_KEY, column);
      }
    }
  }
}

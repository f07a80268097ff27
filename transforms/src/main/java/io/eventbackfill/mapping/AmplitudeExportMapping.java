package io.eventbackfill.mapping;

import io.eventbackfill.mapping.ExportField.Sent;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Merge;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.SourceRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Amplitude's own exports: the Export API's rows, those it pushes to buckets, and its warehouse
 * tables written out as rows of the same fields.
 *
 * <p>Guarantees, for any row that is JSON:
 *
 * <ul>
 *   <li>It ends as an event or as a refusal; nothing is thrown.
 *   <li>The same row gives the same event and notes, on every machine and in every time zone.
 *   <li>The time is one the row holds, to the microsecond; without one the row is refused.
 *   <li>Properties are passed on byte for byte, unless an operation has to be taken out.
 *   <li>Every key is used, dropped on purpose, or noted as unknown.
 * </ul>
 *
 * Whether the destination takes the ids, the depth or the lengths is for its rules to say; an event
 * without any id is kept here.
 *
 * <p>It is no mapping file: a chain of times, events the vendor derives itself and property
 * operations are nobody else's, and a language that had them would be worse for everyone.
 *
 * @param settings what a user may choose
 */
public record AmplitudeExportMapping(ExportSettings settings) implements Mapping {
  private static final long serialVersionUID = 1L;

  /** The value of {@code --mapping} that selects it. */
  public static final String NAME = "amplitude-export";

  /** The mapping with the usual settings. */
  public static AmplitudeExportMapping withDefaults() {
    return new AmplitudeExportMapping(ExportSettings.defaults());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<SkippedFile> skips(String path) {
    return ExportFileNames.skips(path);
  }

  @Override
  public Optional<String> project(SourceRow row) {
    return Optional.ofNullable(IdText.of(row.field("app")));
  }

  @Override
  public Optional<String> timeField() {
    return Optional.of(ExportTimes.field(settings.timeSource()));
  }

  @Override
  public Checked map(SourceRow row) {
    RowKind kind = RowKind.of(row);
    if (kind.refused() != null) {
      return kind.refused();
    }
    Findings findings = new Findings();
    EventTime time = ExportTimes.of(row, settings.timeSource(), findings);
    Map<String, JsonValue> attributes = attributes(row, findings);
    Refused refused = findings.refused();
    if (time == null || refused != null) {
      return Objects.requireNonNull(refused);
    }
    Who who =
        new Who(
            id(row, "device_id", findings),
            id(row, "user_id", findings),
            IdText.of(row.field("amplitude_id")));
    String identity = ExportIdentity.of(row, findings);
    noteWhatIsLeft(row, findings);
    return new Kept(new Event(identity, kind.type(), time, who, attributes), findings.notes());
  }

  @Override
  public Optional<Merge> merge(SourceRow row) {
    return MergeRow.merge(row);
  }

  private Map<String, JsonValue> attributes(SourceRow row, Findings findings) {
    Map<String, JsonValue> attributes = new LinkedHashMap<>();
    for (ExportField field : ExportFields.sentFields()) {
      Sent sent = Objects.requireNonNull(field.sent());
      JsonValue value = row.field(field.name());
      if (!value.isNull() && !settings.leftOut().contains(sent.attribute())) {
        JsonValue converted = sent.conversion().convert(value, field.name(), findings);
        if (converted != null) {
          attributes.putIfAbsent(sent.attribute(), converted);
        }
      }
    }
    SentAttributes.dropHalfPlaces(attributes, findings);
    return Collections.unmodifiableMap(attributes);
  }

  private static @Nullable String id(SourceRow row, String field, Findings findings) {
    JsonValue value = row.field(field);
    String id = IdText.of(value);
    if (id == null && !value.isNull() && !"".equals(value.text())) {
      findings.note(Note.FIELD_DROPPED, field);
    }
    return id;
  }

  private static void noteWhatIsLeft(SourceRow row, Findings findings) {
    if (!row.field("sample_rate").isNull()) {
      findings.note(Note.SAMPLED);
    }
    for (String key : row.fields().keySet()) {
      if (!ExportFields.knows(key)) {
        findings.note(Note.UNKNOWN_KEY, key);
      }
    }
  }
}

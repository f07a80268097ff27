package io.eventbackfill.mapping;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.SourceRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An export that is to be compared with what was sent: the events of {@link
 * AmplitudeExportMapping}, each with the uuid of its row, by which an event that is stored twice
 * can be told from a row that was exported twice.
 *
 * @param export the rules
 */
public record AmplitudeStoredMapping(AmplitudeExportMapping export) implements Mapping {
  private static final long serialVersionUID = 1L;

  /** With all that is stored, whatever was left out when it was sent. */
  public static AmplitudeStoredMapping withDefaults() {
    return new AmplitudeStoredMapping(AmplitudeExportMapping.withDefaults());
  }

  @Override
  public String name() {
    return "amplitude-stored";
  }

  @Override
  public Optional<SkippedFile> skips(String path) {
    return export.skips(path);
  }

  @Override
  public Optional<String> project(SourceRow row) {
    return export.project(row);
  }

  @Override
  public Checked map(SourceRow row) {
    Checked mapped = export.map(row);
    JsonValue uuid = row.field("uuid");
    if (mapped instanceof Kept kept && !uuid.isNull()) {
      Event event = kept.event();
      Map<String, JsonValue> attributes = new LinkedHashMap<>(event.attributes());
      attributes.put(Attributes.STORED_COPY, uuid);
      return new Kept(event.withAttributes(attributes), kept.notes());
    }
    return mapped;
  }
}

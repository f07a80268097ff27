package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.SkippedFile;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AmplitudeStoredMappingTest {
  private static final AmplitudeStoredMapping STORED = AmplitudeStoredMapping.withDefaults();
  private static final AmplitudeExportMapping EXPORT = AmplitudeExportMapping.withDefaults();

  @Test
  void aRowIsTheEventOfAnExportAndItsUuid() {
    Kept stored = (Kept) STORED.map(ExportRow.full().row());
    Kept exported = (Kept) EXPORT.map(ExportRow.full().row());

    Map<String, JsonValue> attributes = new TreeMap<>(stored.event().attributes());
    JsonValue copy = attributes.remove(Attributes.STORED_COPY);
    assertThat(copy, is(not(equalTo(null))));
    assertThat(attributes, equalTo(new TreeMap<>(exported.event().attributes())));
    assertThat(stored.event().identity(), equalTo(exported.event().identity()));
    assertThat(stored.notes(), equalTo(exported.notes()));
  }

  @Test
  void aRowWithoutOneIsTheEventOfAnExport() {
    Checked stored = STORED.map(ExportRow.small().with("uuid", "null").row());

    assertThat(stored, equalTo(EXPORT.map(ExportRow.small().with("uuid", "null").row())));
  }

  @Test
  void whatIsNoEventOfAnExportIsNoneHere() {
    ExportRow row = ExportRow.full().with("event_type", "null");

    assertThat(STORED.map(row.row()), equalTo(EXPORT.map(row.row())));
    assertThat(
        STORED.skips("1_2024-03-01_5_complete"), is(Optional.of(SkippedFile.COMPLETE_MARKER)));
    assertThat(STORED.project(row.row()), equalTo(EXPORT.project(row.row())));
  }
}

package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import java.util.List;

/** What the usual mapping makes of a row, in words short enough for a table. */
record Mapped(Checked checked) {

  static Mapped of(ExportRow row) {
    return with(ExportSettings.defaults(), row);
  }

  static Mapped with(ExportSettings settings, ExportRow row) {
    return new Mapped(new AmplitudeExportMapping(settings).map(row.row()));
  }

  Event event() {
    assertThat(checked, instanceOf(Kept.class));
    return ((Kept) checked).event();
  }

  /** The attribute as JSON text, "absent" if there is none. */
  String attribute(String name) {
    JsonValue value = event().attributes().get(name);
    return value == null ? "absent" : value.toString();
  }

  /** The names of its attributes, but for the insert id that {@link ExportRow#small} has. */
  List<String> attributes() {
    return event().attributes().keySet().stream()
        .filter(name -> !name.equals(Attributes.SOURCE_INSERT_ID))
        .toList();
  }

  /** Notes as {@code code} or {@code code:subject}. */
  List<String> notes() {
    assertThat(checked, instanceOf(Kept.class));
    return ((Kept) checked)
        .notes().stream()
            .map(
                noted ->
                    noted.note().code() + (noted.subject().isEmpty() ? "" : ":" + noted.subject()))
            .toList();
  }

  Refused refused() {
    assertThat(checked, instanceOf(Refused.class));
    return (Refused) checked;
  }

  /** The refusal as {@code code:field}. */
  String refusal() {
    return refused().reason().code() + ":" + refused().field();
  }
}

package io.eventbackfill.mapping;

import io.eventbackfill.model.CanonicalJson;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.SourceRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a row's event the same event in every file and every run. Depends on the row's content
 * alone: never random, never on the row's place.
 *
 * <pre>
 * the insert id itself             if the row has one, by any of its names
 * uuid:{uuid}                      else, the row's uuid: the same in every export of a project
 * row:{64 hex digits}              else, SHA-256 over the row's {@link CanonicalJson}; of a row that
 *                                  was set aside, as it was then
 * sha256:{64 hex digits}           in place of the first two where they are longer than 1024
 *                                  characters or not valid Unicode; over their form as JSON string
 * </pre>
 */
final class ExportIdentity {

  /** Warehouse exports have no {@code $insert_id}; people name their own column like this. */
  private static final List<String> INSERT_ID_NAMES =
      List.of("$insert_id", "insert_id", "_insert_id", "INSERT_ID");

  private ExportIdentity() {}

  static String of(SourceRow row, Findings findings) {
    for (String name : INSERT_ID_NAMES) {
      String insertId = nonEmptyString(row.field(name));
      if (insertId != null) {
        return IdText.storable(insertId, findings);
      }
    }
    String uuid = nonEmptyString(row.field("uuid"));
    if (uuid != null) {
      findings.note(Note.IDENTITY_FROM_UUID);
      return IdText.storable("uuid:" + uuid, findings);
    }
    findings.note(Note.IDENTITY_FROM_ROW);
    return IdText.ofRow(row, "", findings);
  }

  private static @Nullable String nonEmptyString(JsonValue value) {
    String text = value.kind() == Kind.STRING ? value.text() : null;
    return text == null || text.isEmpty() ? null : text;
  }
}

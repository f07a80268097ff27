package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import org.jspecify.annotations.Nullable;

/**
 * A value of a mapping: from a source, converted.
 *
 * @param source where it comes from
 * @param as makes what is wanted of it
 * @param fallback what stands in where the source has nothing; JSON null for nothing
 * @param required true if a row without it, or with one that can't be used, is refused
 */
record Value(Source source, As as, JsonValue fallback, boolean required) {

  /** A conversion with all it needs. */
  @FunctionalInterface
  interface As {
    /** As {@link Conversion#convert}; notes are about {@code label}. */
    @Nullable JsonValue convert(JsonValue value, Findings findings, String label);
  }

  /** Passes everything on. */
  static final As IS = (value, findings, label) -> value;

  static Value of(Source source) {
    return new Value(source, IS, JsonValue.NULL, false);
  }

  /** The value, JSON null if there is none; may note, or refuse the row. */
  JsonValue of(SourceRow row, Findings findings) {
    JsonValue value = source.of(row, findings);
    if (!value.isNull()) {
      JsonValue converted = as.convert(value, findings, source.label());
      if (converted == null) {
        unusable(findings);
        return JsonValue.NULL;
      }
      value = converted;
    }
    if (value.isNull()) {
      value = fallback;
    }
    if (required && value.isNull()) {
      findings.refuse(Reason.INVALID_FIELD, source.label(), source.label() + " is required");
    }
    return value;
  }

  private void unusable(Findings findings) {
    if (required) {
      findings.refuse(
          Reason.INVALID_FIELD, source.label(), source.label() + " can't be converted as wanted");
    } else {
      findings.note(Note.FIELD_DROPPED, source.label());
    }
  }
}

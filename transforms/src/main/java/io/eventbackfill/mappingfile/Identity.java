package io.eventbackfill.mappingfile;

import com.google.common.hash.Hashing;
import io.eventbackfill.mapping.Findings;
import io.eventbackfill.mapping.IdText;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What makes a row's event the same event in every file and run.
 *
 * <pre>
 * {prefix}{value}                 of one value; a number is written plainly, so that 7, 7.0 and "7"
 *                                 are one, whatever kind of file they stand in
 * {prefix}key:{64 hex digits}     of several: SHA-256 of a JSON array of them, as strings and nulls
 * {prefix}row:{64 hex digits}     of the row: SHA-256 of its canonical JSON; of one that was set aside,
 *                                 as it was then
 * </pre>
 *
 * Of several, some may be missing but not all; a single one must be there. Else the row is refused.
 *
 * @param values what it is made of; none for the whole row
 * @param prefix keeps apart what several tables call 1; may be empty
 */
record Identity(List<Value> values, String prefix) {

  Identity {
    values = List.copyOf(values);
  }

  /** The identity; null, with a refusal, if the row has none. */
  @Nullable String of(SourceRow row, Findings findings) {
    if (values.isEmpty()) {
      return IdText.ofRow(row, prefix, findings);
    }
    StringBuilder array = new StringBuilder("[");
    String last = null;
    boolean any = false;
    for (Value value : values) {
      last = part(value, row, findings);
      any |= last != null;
      array.append(array.length() == 1 ? "" : ",");
      array.append(last == null ? JsonValue.NULL : JsonValue.of(last));
    }
    if (!any) {
      String labels =
          values.stream().map(value -> value.source().label()).collect(Collectors.joining(", "));
      findings.refuse(
          Reason.INVALID_FIELD,
          labels,
          "the identity needs " + labels + ", the row has nothing there");
      return null;
    }
    if (values.size() == 1) {
      return IdText.storable(prefix + last, findings);
    }
    array.append(']');
    String hash = Hashing.sha256().hashString(array, StandardCharsets.UTF_8).toString();
    return IdText.storable(prefix + "key:" + hash, findings);
  }

  private static @Nullable String part(Value value, SourceRow row, Findings findings) {
    JsonValue part = value.of(row, findings);
    String text = part.kind() == Kind.BOOLEAN ? part.text() : IdText.of(part);
    if (text == null && !part.isNull() && !"".equals(part.text())) {
      String label = value.source().label();
      findings.refuse(Reason.INVALID_FIELD, label, label + " can't be part of an identity");
    }
    return text;
  }
}

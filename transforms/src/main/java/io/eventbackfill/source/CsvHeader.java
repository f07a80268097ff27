package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.source.CsvFields.Fields;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names that the first record of a CSV file gives to the fields of the others. */
final class CsvHeader {
  private final List<JsonValue> names;

  private CsvHeader(List<JsonValue> names) {
    this.names = names;
  }

  /** A header of names that differ; one of them may be empty, as that of an index may be. */
  static CsvHeader of(Fields fields) {
    return new CsvHeader(fields.values().stream().map(CsvHeader::name).map(JsonValue::of).toList());
  }

  /** The names that stand there more than once, in quotes. */
  static Set<String> repeated(Fields fields) {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new TreeSet<>();
    for (String field : fields.values()) {
      if (!seen.add(name(field))) {
        repeated.add("'" + name(field) + "'");
      }
    }
    return repeated;
  }

  private static String name(@Nullable String field) {
    return field == null ? "" : field;
  }

  /** How many fields a record has. */
  int width() {
    return names.size();
  }

  /** A record of that many fields as a JSON object. */
  Bytes json(Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < names.size(); i++) {
      out.write(i == 0 ? '{' : ',');
      names.get(i).writeTo(out);
      out.write(':');
      String value = fields.values().get(i);
      (value == null ? JsonValue.NULL : JsonValue.of(value)).writeTo(out);
    }
    out.write('}');
    return Bytes.of(out.toByteArray());
  }
}

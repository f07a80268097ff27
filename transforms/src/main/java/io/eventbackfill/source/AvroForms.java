package io.eventbackfill.source;

import com.fasterxml.jackson.core.io.SerializedString;
import io.eventbackfill.source.AvroForm.Entries;
import io.eventbackfill.source.AvroForm.Field;
import io.eventbackfill.source.AvroForm.Items;
import io.eventbackfill.source.AvroForm.Struct;
import io.eventbackfill.source.AvroForm.Union;
import io.eventbackfill.source.TextForms.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The forms of a file's schemas. */
final class AvroForms {
  private final JsonRow row;

  /** By schema, as a record may hold itself. */
  private final IdentityHashMap<Schema, AvroForm> structs = new IdentityHashMap<>();

  private AvroForms(JsonRow row) {
    this.row = row;
  }

  /**
   * The form of a schema.
   *
   * @param row what is written to
   * @throws IOException if the schema can't be meant
   */
  static AvroForm of(Schema schema, JsonRow row) throws IOException {
    return new AvroForms(row).form(schema);
  }

  private AvroForm form(Schema schema) throws IOException {
    return switch (schema.getType()) {
      case NULL -> AvroForm.NULL;
      case BOOLEAN -> (in, json) -> json.writeBoolean(in.readBoolean());
      case INT -> integer(schema);
      case LONG -> longInteger(schema);
      case FLOAT -> (in, json) -> json.writeNumber(in.readFloat());
      case DOUBLE -> (in, json) -> json.writeNumber(in.readDouble());
      case STRING -> (in, json) -> TextForms.text(json, in.readBytes(), row);
      case BYTES -> bytes(schema);
      case FIXED -> fixed(schema);
      case ENUM -> symbols(schema);
      case ARRAY -> new Items(form(schema.getElementType()));
      case MAP -> new Entries(form(schema.getValueType()), row);
      case UNION -> union(schema);
      case RECORD -> struct(schema);
    };
  }

  private AvroForm union(Schema schema) throws IOException {
    List<AvroForm> branches = new ArrayList<>();
    for (Schema branch : schema.getTypes()) {
      branches.add(form(branch));
    }
    return new Union(branches);
  }

  private AvroForm struct(Schema schema) throws IOException {
    AvroForm known = structs.get(schema);
    if (known != null) {
      return known;
    }
    List<Field> fields = new ArrayList<>();
    AvroForm struct = new Struct(fields);
    structs.put(schema, struct);
    for (Schema.Field field : schema.getFields()) {
      fields.add(new Field(new SerializedString(field.name()), form(field.schema())));
    }
    return struct;
  }

  private static AvroForm symbols(Schema schema) {
    List<String> symbols = List.copyOf(schema.getEnumSymbols());
    return (in, json) -> {
      int symbol = in.readInt();
      if (symbol < 0 || symbol >= symbols.size()) {
        throw new IOException("an enum has no symbol " + symbol);
      }
      json.writeString(symbols.get(symbol));
    };
  }

  private static AvroForm integer(Schema schema) {
    return switch (meaning(schema)) {
      case "date" -> (in, json) -> TextForms.date(json, in.readInt());
      case "time-millis" -> (in, json) -> TextForms.time(json, in.readInt(), Unit.MILLIS);
      default -> (in, json) -> json.writeNumber(in.readInt());
    };
  }

  private static AvroForm longInteger(Schema schema) {
    return switch (meaning(schema)) {
      case "time-micros" -> (in, json) -> TextForms.time(json, in.readLong(), Unit.MICROS);
      case "timestamp-millis" -> timestamp(Unit.MILLIS, "Z");
      case "timestamp-micros" -> timestamp(Unit.MICROS, "Z");
      case "timestamp-nanos" -> timestamp(Unit.NANOS, "Z");
      case "local-timestamp-millis" -> timestamp(Unit.MILLIS, "");
      case "local-timestamp-micros" -> timestamp(Unit.MICROS, "");
      case "local-timestamp-nanos" -> timestamp(Unit.NANOS, "");
      default -> (in, json) -> json.writeNumber(in.readLong());
    };
  }

  private static AvroForm timestamp(Unit unit, String suffix) {
    return (in, json) -> TextForms.timestamp(json, in.readLong(), unit, suffix);
  }

  private static AvroForm bytes(Schema schema) throws IOException {
    Integer scale = scale(schema);
    return scale == null
        ? (in, json) -> json.writeBinary(array(in.readBytes()))
        : (in, json) -> TextForms.decimal(json, array(in.readBytes()), scale);
  }

  private static AvroForm fixed(Schema schema) throws IOException {
    int size = schema.getFixedSize();
    Integer scale = scale(schema);
    if (scale != null) {
      return (in, json) -> TextForms.decimal(json, array(in.bytes(size)), scale);
    }
    return switch (meaning(schema) + size) {
      case "uuid16" -> (in, json) -> TextForms.uuid(json, array(in.bytes(size)));
      case "duration12" -> (in, json) -> TextForms.duration(json, array(in.bytes(size)));
      default -> (in, json) -> json.writeBinary(array(in.bytes(size)));
    };
  }

  private static @Nullable Integer scale(Schema schema) throws IOException {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      if (!TextForms.isScale(decimal.getScale())) {
        throw new IOException("a decimal with a scale of " + decimal.getScale());
      }
      return decimal.getScale();
    }
    return null;
  }

  /** The name of the logical type, if the library found that it fits; else empty. */
  private static String meaning(Schema schema) {
    return schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
  }

  private static byte[] array(ByteBuffer slice) {
    byte[] bytes = new byte[slice.remaining()];
    slice.get(bytes);
    return bytes;
  }
}

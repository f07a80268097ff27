package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.eventbackfill.source.ParquetValues.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * A struct, or a whole row, as a JSON object. Fields that are null are left out; a field that is
 * repeated without being called a list is an array, empty if it does not occur.
 */
final class ParquetStruct extends GroupConverter {
  private final JsonRow row;
  private final Place place;
  private final List<Field> fields = new ArrayList<>();
  private final List<Converter> converters = new ArrayList<>();

  /** The repeated field whose array is open. */
  private @Nullable Field open;

  ParquetStruct(GroupType type, JsonRow row, Place place) {
    this(type, type.getFields().stream().map(Type::getName).toList(), row, place);
  }

  /**
   * @param names of the fields, in place of those they have
   */
  ParquetStruct(GroupType type, List<String> names, JsonRow row, Place place) {
    this.row = row;
    this.place = place;
    for (int i = 0; i < names.size(); i++) {
      Type child = type.getType(i);
      Field field = new Field(names.get(i), child.isRepetition(Repetition.REPEATED));
      fields.add(field);
      converters.add(ParquetShapes.converter(child, row, field));
    }
  }

  @Override
  public Converter getConverter(int index) {
    return converters.get(index);
  }

  @Override
  public void start() {
    for (Field field : fields) {
      field.seen = false;
    }
    open = null;
    row.write(
        json -> {
          place.open(json);
          json.writeStartObject();
        });
  }

  @Override
  public void end() {
    row.write(
        json -> {
          closeArray(json);
          for (Field field : fields) {
            if (field.repeated && !field.seen) {
              json.writeFieldName(field.name);
              json.writeStartArray();
              json.writeEndArray();
            }
          }
          json.writeEndObject();
        });
  }

  private void closeArray(JsonGenerator json) throws IOException {
    if (open != null) {
      json.writeEndArray();
      open = null;
    }
  }

  private final class Field implements Place {
    private final SerializedString name;
    private final boolean repeated;
    private boolean seen;

    Field(String name, boolean repeated) {
      this.name = new SerializedString(name);
      this.repeated = repeated;
    }

    @Override
    public void open(JsonGenerator json) throws IOException {
      if (open == this) {
        return;
      }
      closeArray(json);
      json.writeFieldName(name);
      seen = true;
      if (repeated) {
        json.writeStartArray();
        open = this;
      }
    }
  }
}

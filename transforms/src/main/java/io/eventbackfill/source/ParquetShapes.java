package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonGenerator;
import io.eventbackfill.source.ParquetValues.Place;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that a column, or several under one name, can have: a value, a struct, a list, a map.
 * Lists are told as the format's rules for old files say (LogicalTypes.md, "Lists").
 */
final class ParquetShapes {
  private ParquetShapes() {}

  /** What turns a column into JSON at its place. */
  static Converter converter(Type type, JsonRow row, Place place) {
    if (type.isPrimitive()) {
      return new ParquetValues(type.asPrimitiveType(), row, place);
    }
    GroupType group = type.asGroupType();
    LogicalTypeAnnotation meaning = group.getLogicalTypeAnnotation();
    GroupType entries = repeatedGroup(group);
    if (meaning instanceof ListLogicalTypeAnnotation && hasOneRepeated(group)) {
      return new ListOf(group, row, place);
    }
    if (isMap(meaning) && entries != null && isEntry(entries)) {
      return isTextual(entries.getType(0))
          ? new ObjectOf(entries, row, place)
          : new EntriesOf(entries, row, place);
    }
    return new ParquetStruct(group, row, place);
  }

  private static boolean isMap(@Nullable LogicalTypeAnnotation meaning) {
    return meaning instanceof MapLogicalTypeAnnotation
        || meaning instanceof MapKeyValueTypeAnnotation;
  }

  private static boolean hasOneRepeated(GroupType group) {
    return group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
  }

  private static @Nullable GroupType repeatedGroup(GroupType group) {
    return hasOneRepeated(group) && !group.getType(0).isPrimitive()
        ? group.getType(0).asGroupType()
        : null;
  }

  /** A set is a map without values. */
  private static boolean isEntry(GroupType entries) {
    return entries.getFieldCount() >= 1
        && entries.getFieldCount() <= 2
        && entries.getFields().stream().noneMatch(type -> type.isRepetition(Repetition.REPEATED));
  }

  private static boolean isTextual(Type key) {
    return key.isPrimitive() && ParquetValues.isText(key.asPrimitiveType());
  }

  /** True if the repeated group only stands around an element, which may be null. */
  private static boolean isWrapper(GroupType list, Type repeated) {
    if (repeated.isPrimitive()) {
      return false;
    }
    GroupType group = repeated.asGroupType();
    return group.getFieldCount() == 1
        && !group.getType(0).isRepetition(Repetition.REPEATED)
        && !group.getName().equals("array")
        && !group.getName().equals(list.getName() + "_tuple");
  }

  /** A group that holds one repeated thing. */
  private abstract static class Around extends GroupConverter {
    private final JsonRow row;
    private final Place place;

    Around(JsonRow row, Place place) {
      this.row = row;
      this.place = place;
    }

    abstract void open(JsonGenerator json) throws IOException;

    abstract void close(JsonGenerator json) throws IOException;

    @Override
    public final void start() {
      row.write(
          json -> {
            place.open(json);
            open(json);
          });
    }

    @Override
    public final void end() {
      row.write(this::close);
    }
  }

  /** An array of one kind of element. */
  private abstract static class Array extends Around {
    Array(JsonRow row, Place place) {
      super(row, place);
    }

    @Override
    final void open(JsonGenerator json) throws IOException {
      json.writeStartArray();
    }

    @Override
    final void close(JsonGenerator json) throws IOException {
      json.writeEndArray();
    }
  }

  private static final class ListOf extends Array {
    private final Converter elements;

    ListOf(GroupType list, JsonRow row, Place place) {
      super(row, place);
      Type repeated = list.getType(0);
      this.elements =
          isWrapper(list, repeated)
              ? new Element(repeated.asGroupType().getType(0), row)
              : converter(repeated, row, json -> {});
    }

    @Override
    public Converter getConverter(int index) {
      return elements;
    }
  }

  /** An element, or null if nothing is inside. */
  private static final class Element extends GroupConverter {
    private final JsonRow row;
    private final Converter value;
    private boolean written;

    Element(Type type, JsonRow row) {
      this.row = row;
      this.value = converter(type, row, json -> written = true);
    }

    @Override
    public Converter getConverter(int index) {
      return value;
    }

    @Override
    public void start() {
      written = false;
    }

    @Override
    public void end() {
      if (!written) {
        row.write(JsonGenerator::writeNull);
      }
    }
  }

  /** A map as its entries. */
  private static final class EntriesOf extends Array {
    private final ParquetStruct entry;

    EntriesOf(GroupType entries, JsonRow row, Place place) {
      super(row, place);
      List<String> names = List.of("key", "value").subList(0, entries.getFieldCount());
      this.entry = new ParquetStruct(entries, names, row, json -> {});
    }

    @Override
    public Converter getConverter(int index) {
      return entry;
    }
  }

  /** A map from text as an object. */
  private static final class ObjectOf extends Around {
    private final NamedValue entry;

    ObjectOf(GroupType entries, JsonRow row, Place place) {
      super(row, place);
      this.entry = new NamedValue(entries, row);
    }

    @Override
    public Converter getConverter(int index) {
      return entry;
    }

    @Override
    void open(JsonGenerator json) throws IOException {
      json.writeStartObject();
    }

    @Override
    void close(JsonGenerator json) throws IOException {
      json.writeEndObject();
    }
  }

  /** A name and its value; a value that is null stays, a name that is null is "null". */
  private static final class NamedValue extends GroupConverter {
    private final JsonRow row;
    private final Converter[] converters;
    private boolean named;
    private boolean valued;

    NamedValue(GroupType entry, JsonRow row) {
      this.row = row;
      this.converters = new Converter[entry.getFieldCount()];
      converters[0] = new Name();
      if (converters.length == 2) {
        converters[1] = converter(entry.getType(1), row, this::openValue);
      }
    }

    @Override
    public Converter getConverter(int index) {
      return converters[index];
    }

    @Override
    public void start() {
      named = false;
      valued = false;
    }

    @Override
    public void end() {
      if (!valued) {
        row.write(
            json -> {
              openValue(json);
              json.writeNull();
            });
      }
    }

    private void openValue(JsonGenerator json) throws IOException {
      if (!named) {
        json.writeFieldName("null");
      }
      valued = true;
    }

    private final class Name extends PrimitiveConverter {
      @Override
      public void addBinary(Binary value) {
        named = true;
        row.write(json -> json.writeFieldName(TextForms.name(ParquetValues.bytes(value), row)));
      }
    }
  }
}

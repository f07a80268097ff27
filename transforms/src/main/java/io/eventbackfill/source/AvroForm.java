package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;

/** How values of one schema are written as JSON. */
@FunctionalInterface
interface AvroForm {

  /** Stands for null where it is not written as such: a field that is null is left out. */
  AvroForm NULL = (in, json) -> json.writeNull();

  /**
   * Reads a value and writes it.
   *
   * @throws IOException if the value is damaged
   */
  void write(AvroCursor in, JsonGenerator json) throws IOException;

  /** The form of the value that comes next; reads what chooses it. */
  default AvroForm chosen(AvroCursor in) throws IOException {
    return this;
  }

  /** One of several schemas. */
  record Union(List<AvroForm> branches) implements AvroForm {

    @Override
    public AvroForm chosen(AvroCursor in) throws IOException {
      int branch = in.readInt();
      if (branch < 0 || branch >= branches.size()) {
        throw new IOException("a union has no branch " + branch);
      }
      return branches.get(branch);
    }

    @Override
    public void write(AvroCursor in, JsonGenerator json) throws IOException {
      chosen(in).write(in, json);
    }
  }

  /** A name and the form of its value. */
  record Field(SerializedString name, AvroForm form) {}

  /**
   * A record as an object.
   *
   * @param fields complete only once all schemas are known, as a record may hold itself
   */
  record Struct(List<Field> fields) implements AvroForm {

    @Override
    public void write(AvroCursor in, JsonGenerator json) throws IOException {
      json.writeStartObject();
      for (Field field : fields) {
        AvroForm form = field.form().chosen(in);
        if (form != NULL) {
          json.writeFieldName(field.name());
          form.write(in, json);
        }
      }
      json.writeEndObject();
    }
  }

  /** An array. */
  record Items(AvroForm item) implements AvroForm {

    @Override
    public void write(AvroCursor in, JsonGenerator json) throws IOException {
      json.writeStartArray();
      for (long items = in.readItems(); items != 0; items = in.readItems()) {
        for (long i = 0; i < items; i++) {
          int before = in.position();
          item.write(in, json);
          in.itemSince(before);
        }
      }
      json.writeEndArray();
    }
  }

  /** A map as an object; a value that is null stays. */
  record Entries(AvroForm value, JsonRow row) implements AvroForm {

    @Override
    public void write(AvroCursor in, JsonGenerator json) throws IOException {
      json.writeStartObject();
      for (long items = in.readItems(); items != 0; items = in.readItems()) {
        for (long i = 0; i < items; i++) {
          json.writeFieldName(TextForms.name(in.readBytes(), row));
          value.write(in, json);
        }
      }
      json.writeEndObject();
    }
  }
}

package io.eventbackfill.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData.Record;
import org.apache.avro.generic.GenericDatumWriter;

/** Avro files, made in memory by the library's own writer, or by the specification alone. */
final class WrittenAvro {
  static final byte[] SYNC = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
  static final int ROWS = 30;

  private WrittenAvro() {}

  static Schema schema(String... fields) {
    String text = "{'type':'record','name':'row','fields':[" + String.join(",", fields) + "]}";
    return new Schema.Parser().parse(text.replace('\'', '"'));
  }

  /** Thirty rows, five in each block. */
  static byte[] numbers(String codec) {
    Schema schema = schema("{'name':'n','type':'long'}", "{'name':'s','type':'string'}");
    Record[] rows = new Record[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = new Record(schema);
      rows[i].put("n", (long) i);
      rows[i].put("s", "text " + i);
    }
    return file(schema, codec, List.of(rows), 5);
  }

  static byte[] file(Schema schema, String codec, List<Record> rows, int rowsPerBlock) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<Record> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec));
      writer.create(schema, out, SYNC);
      for (int i = 0; i < rows.size(); i++) {
        writer.append(rows.get(i));
        if (i % rowsPerBlock == rowsPerBlock - 1) {
          writer.sync();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A file of one block, by the specification alone. */
  static byte[] container(String schema, String codec, int records, byte[] block) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {'O', 'b', 'j', 1});
    number(out, 2);
    sized(out, "avro.schema");
    sized(out, schema);
    sized(out, "avro.codec");
    sized(out, codec);
    number(out, 0);
    out.writeBytes(SYNC);
    number(out, records);
    number(out, block.length);
    out.writeBytes(block);
    out.writeBytes(SYNC);
    return out.toByteArray();
  }

  private static void sized(ByteArrayOutputStream out, String text) {
    byte[] bytes = Packed.utf8(text);
    number(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream out, long value) {
    long rest = value << 1;
    while (rest >= 0x80) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}

package io.eventbackfill.steps;

import io.eventbackfill.source.WrittenParquet;
import io.eventbackfill.steps.Twins.Product;
import io.eventbackfill.steps.Twins.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData.Record;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** {@link Twins} in formats with types of their own, as warehouses unload them. */
final class TypedTwins {
  private static final long JULIAN_EPOCH = 2_440_588;

  private TypedTwins() {}

  /** Avro, properties as text. */
  static byte[] avro(Twins twins) {
    Schema schema =
        SchemaBuilder.record("Event")
            .fields()
            .requiredString("uuid")
            .requiredString("event_type")
            .name("event_time")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredString("device_id")
            .optionalString("user_id")
            .requiredLong("session_id")
            .optionalInt("event_id")
            .optionalDouble("location_lat")
            .optionalDouble("location_lng")
            .optionalString("country")
            .requiredString("event_properties")
            .requiredString("user_properties")
            .requiredString("groups")
            .requiredInt("app")
            .endRecord();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<Record> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(CodecFactory.zstandardCodec(3)).create(schema, out);
      for (Row row : twins.rows()) {
        Record record = new Record(schema);
        record.put("uuid", row.uuid());
        record.put("event_type", row.type());
        record.put("event_time", row.micros());
        record.put("device_id", row.device());
        record.put("user_id", row.user());
        record.put("session_id", row.session());
        record.put("event_id", row.eventId());
        record.put("location_lat", row.latitude());
        record.put("location_lng", row.latitude());
        record.put("country", row.country());
        record.put("event_properties", row.properties());
        record.put("user_properties", row.userProperties());
        record.put("groups", row.groups());
        record.put("app", 187520);
        writer.append(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** As Snowflake unloads: names in upper case, numbers as decimals, VARIANT as text. */
  static byte[] snowflake(Twins twins) {
    WrittenParquet file =
        WrittenParquet.of(
                "required binary UUID (STRING)",
                "required binary EVENT_TYPE (STRING)",
                "required int64 EVENT_TIME (TIMESTAMP(MILLIS,false))",
                "required binary DEVICE_ID (STRING)",
                "optional binary USER_ID (STRING)",
                "required fixed_len_byte_array(16) SESSION_ID (DECIMAL(38,0))",
                "optional int32 EVENT_ID (DECIMAL(9,0))",
                "optional double LOCATION_LAT",
                "optional double LOCATION_LNG",
                "optional binary COUNTRY (STRING)",
                "required binary EVENT_PROPERTIES (STRING)",
                "required binary USER_PROPERTIES (STRING)",
                "required binary GROUPS (STRING)",
                "required int32 APP (DECIMAL(9,0))")
            .packedWith(CompressionCodecName.SNAPPY);
    for (Row row : twins.rows()) {
      file.row(
          group -> {
            texts(group, row, true);
            group.add("EVENT_TIME", row.micros() / 1000);
            group.add("SESSION_ID", decimal(row.session()));
            group.add("EVENT_PROPERTIES", row.properties());
            group.add("USER_PROPERTIES", row.userProperties());
            group.add("GROUPS", row.groups());
          });
    }
    return file.bytes();
  }

  private static Binary decimal(long unscaled) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(16).putLong(unscaled < 0 ? -1 : 0).putLong(unscaled).array());
  }

  /** As BigQuery exports: instants in microseconds, numbers as they are, JSON as text. */
  static byte[] bigQuery(Twins twins) {
    WrittenParquet file =
        WrittenParquet.of(
                "required binary uuid (STRING)",
                "required binary event_type (STRING)",
                "required int64 event_time (TIMESTAMP(MICROS,true))",
                "required binary device_id (STRING)",
                "optional binary user_id (STRING)",
                "required int64 session_id",
                "optional int32 event_id",
                "optional double location_lat",
                "optional double location_lng",
                "optional binary country (STRING)",
                "required binary event_properties (JSON)",
                "required binary user_properties (JSON)",
                "required binary groups (JSON)",
                "required int32 app")
            .packedWith(CompressionCodecName.ZSTD)
            .rowsPerGroup(2_000);
    for (Row row : twins.rows()) {
      file.row(
          group -> {
            texts(group, row, false);
            group.add("event_time", row.micros());
            group.add("session_id", row.session());
            group.add("event_properties", row.properties());
            group.add("user_properties", row.userProperties());
            group.add("groups", row.groups());
          });
    }
    return file.bytes();
  }

  /** As Spark writes (Databricks): INT96 times, event properties with types of their own. */
  static byte[] spark(Twins twins) {
    WrittenParquet file =
        WrittenParquet.of(
                "required binary uuid (STRING)",
                "required binary event_type (STRING)",
                "required int96 event_time",
                "required binary device_id (STRING)",
                "optional binary user_id (STRING)",
                "required int64 session_id",
                "optional int32 event_id",
                "optional double location_lat",
                "optional double location_lng",
                "optional binary country (STRING)",
                "optional group event_properties { required int64 number;"
                    + " required int64 price (DECIMAL(18,2)); required binary name (STRING);"
                    + " required group sizes (LIST) { repeated group list {"
                    + " optional int32 element; } } }",
                "required binary user_properties (STRING)",
                "required binary groups (STRING)",
                "required int32 app")
            .packedWith(CompressionCodecName.GZIP)
            .withoutDictionary();
    for (Row row : twins.rows()) {
      file.row(
          group -> {
            texts(group, row, false);
            group.add("event_time", int96(row.micros()));
            group.add("session_id", row.session());
            product(group.addGroup("event_properties"), row.product());
            group.add("user_properties", row.userProperties());
            group.add("groups", row.groups());
          });
    }
    return file.bytes();
  }

  private static void product(Group group, Product product) {
    group.add("number", product.number());
    group.add("price", product.price().unscaledValue().longValueExact());
    group.add("name", product.name());
    Group sizes = group.addGroup("sizes");
    for (Integer size : product.sizes()) {
      Group element = sizes.addGroup("list");
      if (size != null) {
        element.add("element", size);
      }
    }
  }

  private static Binary int96(long micros) {
    long day = Math.floorDiv(micros, 86_400_000_000L);
    long nanos = Math.floorMod(micros, 86_400_000_000L) * 1000;
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(nanos)
            .putInt((int) (day + JULIAN_EPOCH))
            .array());
  }

  /** The columns that all flavours write alike. */
  private static void texts(Group group, Row row, boolean upper) {
    add(group, "uuid", row.uuid(), upper);
    add(group, "event_type", row.type(), upper);
    add(group, "device_id", row.device(), upper);
    add(group, "user_id", row.user(), upper);
    add(group, "event_id", row.eventId(), upper);
    add(group, "location_lat", row.latitude(), upper);
    add(group, "location_lng", row.latitude(), upper);
    add(group, "country", row.country(), upper);
    add(group, "app", 187520, upper);
  }

  private static void add(Group group, String name, @Nullable Object value, boolean upper) {
    String column = upper ? name.toUpperCase(Locale.ROOT) : name;
    if (value instanceof String text) {
      group.add(column, text);
    } else if (value instanceof Integer number) {
      group.add(column, number.intValue());
    } else if (value instanceof Double number) {
      group.add(column, number.doubleValue());
    }
  }
}

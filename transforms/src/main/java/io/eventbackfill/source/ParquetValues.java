package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonGenerator;
import io.eventbackfill.source.TextForms.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.InvalidRecordException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The values of a column as JSON, each at its place in the row. */
final class ParquetValues extends PrimitiveConverter {

  /** What comes before a value: its name, or nothing. */
  @FunctionalInterface
  interface Place {
    void open(JsonGenerator json) throws IOException;
  }

  /** How an integer is written. */
  @FunctionalInterface
  private interface IntegerForm {
    void write(JsonGenerator json, long value) throws IOException;
  }

  /** How bytes are written. */
  @FunctionalInterface
  private interface BinaryForm {
    void write(JsonGenerator json, Binary value) throws IOException;
  }

  /** INT96 counts days as astronomers do, from noon; the count of 1970-01-01. */
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private final JsonRow row;
  private final Place place;
  private final IntegerForm integers;
  private final BinaryForm binaries;

  /**
   * @throws InvalidRecordException if the column's type makes no sense
   */
  ParquetValues(PrimitiveType type, JsonRow row, Place place) {
    this.row = row;
    this.place = place;
    this.integers = integers(type.getLogicalTypeAnnotation());
    this.binaries = binaries(type, row);
  }

  /** True of columns of text. */
  static boolean isText(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return meaning instanceof StringLogicalTypeAnnotation
        || meaning instanceof EnumLogicalTypeAnnotation
        || meaning instanceof JsonLogicalTypeAnnotation;
  }

  /** The unit of the library as ours. */
  static Unit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> Unit.MILLIS;
      case MICROS -> Unit.MICROS;
      case NANOS -> Unit.NANOS;
    };
  }

  /** The bytes without copying them. */
  static ByteBuffer bytes(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    return bytes.hasArray() ? bytes : ByteBuffer.wrap(value.getBytes());
  }

  @Override
  public void addInt(int value) {
    addLong(value);
  }

  @Override
  public void addLong(long value) {
    row.write(
        json -> {
          place.open(json);
          integers.write(json, value);
        });
  }

  @Override
  public void addBinary(Binary value) {
    row.write(
        json -> {
          place.open(json);
          binaries.write(json, value);
        });
  }

  @Override
  public void addBoolean(boolean value) {
    row.write(
        json -> {
          place.open(json);
          json.writeBoolean(value);
        });
  }

  @Override
  public void addFloat(float value) {
    row.write(
        json -> {
          place.open(json);
          json.writeNumber(value);
        });
  }

  @Override
  public void addDouble(double value) {
    row.write(
        json -> {
          place.open(json);
          json.writeNumber(value);
        });
  }

  private static IntegerForm integers(@Nullable LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = scale(decimal);
      return (json, value) -> TextForms.decimal(json, value, scale);
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return TextForms::date;
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
      Unit unit = unit(timestamp.getUnit());
      String suffix = timestamp.isAdjustedToUTC() ? "Z" : "";
      return (json, value) -> TextForms.timestamp(json, value, unit, suffix);
    }
    if (meaning instanceof TimeLogicalTypeAnnotation time) {
      Unit unit = unit(time.getUnit());
      return (json, value) -> TextForms.time(json, value, unit);
    }
    if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return unsigned(integer.getBitWidth());
    }
    return JsonGenerator::writeNumber;
  }

  private static IntegerForm unsigned(int bits) {
    if (bits == Long.SIZE) {
      return (json, value) -> json.writeNumber(Long.toUnsignedString(value));
    }
    long mask = (1L << bits) - 1;
    return (json, value) -> json.writeNumber(value & mask);
  }

  private static BinaryForm binaries(PrimitiveType type, JsonRow row) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (isText(type)) {
      return (json, value) -> TextForms.text(json, bytes(value), row);
    }
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = scale(decimal);
      return (json, value) -> TextForms.decimal(json, value.getBytesUnsafe(), scale);
    }
    if (meaning instanceof UUIDLogicalTypeAnnotation) {
      return (json, value) -> TextForms.uuid(json, value.getBytesUnsafe());
    }
    if (meaning instanceof IntervalLogicalTypeAnnotation) {
      return (json, value) -> TextForms.duration(json, value.getBytesUnsafe());
    }
    if (meaning instanceof Float16LogicalTypeAnnotation) {
      return (json, value) -> json.writeNumber(half(bytes(value)));
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT96 -> (json, value) -> instant(json, bytes(value));
      default -> (json, value) -> json.writeBinary(value.getBytesUnsafe());
    };
  }

  private static void instant(JsonGenerator json, ByteBuffer value) throws IOException {
    ByteBuffer parts = value.slice().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = parts.getLong();
    long days = parts.getInt() - JULIAN_DAY_OF_EPOCH;
    long perSecond = Unit.NANOS.perSecond();
    long second = days * 86_400 + Math.floorDiv(nanos, perSecond);
    TextForms.timestamp(json, second, (int) Math.floorMod(nanos, perSecond), "Z");
  }

  /** A float of 16 bits: one of sign, 5 of exponent, 10 of fraction. */
  private static float half(ByteBuffer value) {
    int bits = value.slice().order(ByteOrder.LITTLE_ENDIAN).getShort();
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (fraction | 0x400), exponent - 25);
        };
    return bits < 0 ? -size : size;
  }

  private static int scale(DecimalLogicalTypeAnnotation decimal) {
    if (!TextForms.isScale(decimal.getScale())) {
      throw new InvalidRecordException("a decimal with a scale of " + decimal.getScale());
    }
    return decimal.getScale();
  }
}

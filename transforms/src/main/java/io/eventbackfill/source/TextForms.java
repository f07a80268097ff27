package io.eventbackfill.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.base.Utf8;
import io.eventbackfill.model.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;

/**
 * How values that JSON has no type for stand in a row, whatever format they come from:
 *
 * <pre>
 * date                2024-03-01
 * instant             2024-03-01T17:05:09Z, 2024-03-01T17:05:09.25Z has its zeros: .250Z
 * date with time      2024-03-01T17:05:09.250317, without zone
 * time of day         17:05:09.250
 * decimal             every digit, never an exponent: 9007199254740993.10
 * UUID                123e4567-e89b-12d3-a456-426614174000
 * duration            P1M2DT3.004S
 * other bytes         base64
 * </pre>
 *
 * Fractions of a second have no, three, six or nine digits, as many as are needed. Years beyond
 * 9999 have a sign.
 */
final class TextForms {

  /** The unit that a time is counted in. */
  enum Unit {
    MILLIS(1_000),
    MICROS(1_000_000),
    NANOS(1_000_000_000);

    private final int perSecond;

    Unit(int perSecond) {
      this.perSecond = perSecond;
    }

    int perSecond() {
      return perSecond;
    }

    int nanos() {
      return 1_000_000_000 / perSecond;
    }
  }

  private static final int SECONDS_PER_DAY = 86_400;

  /** A file can claim any; its text would not fit into memory. */
  private static final int LARGEST_SCALE = 1_000;

  private TextForms() {}

  static void date(JsonGenerator json, long epochDay) throws IOException {
    StringBuilder text = new StringBuilder(10);
    appendDate(text, epochDay);
    json.writeString(text.toString());
  }

  /**
   * A point in time, or a date with a time of day.
   *
   * @param count since 1970
   * @param suffix {@code Z}, or empty where there is no zone
   */
  static void timestamp(JsonGenerator json, long count, Unit unit, String suffix)
      throws IOException {
    long second = Math.floorDiv(count, (long) unit.perSecond());
    int rest = (int) Math.floorMod(count, (long) unit.perSecond());
    timestamp(json, second, rest * unit.nanos(), suffix);
  }

  static void timestamp(JsonGenerator json, long epochSecond, int nano, String suffix)
      throws IOException {
    StringBuilder text = new StringBuilder(30);
    appendDate(text, Math.floorDiv(epochSecond, (long) SECONDS_PER_DAY));
    text.append('T');
    appendTime(text, (int) Math.floorMod(epochSecond, (long) SECONDS_PER_DAY), nano);
    json.writeString(text.append(suffix).toString());
  }

  /** A time of day; a number beyond a day stays a number. */
  static void time(JsonGenerator json, long count, Unit unit) throws IOException {
    long second = Math.floorDiv(count, (long) unit.perSecond());
    if (second < 0 || second >= SECONDS_PER_DAY) {
      json.writeNumber(count);
      return;
    }
    StringBuilder text = new StringBuilder(18);
    appendTime(text, (int) second, (int) (count % unit.perSecond()) * unit.nanos());
    json.writeString(text.toString());
  }

  static void decimal(JsonGenerator json, long unscaled, int scale) throws IOException {
    json.writeNumber(BigDecimal.valueOf(unscaled, scale).toPlainString());
  }

  /**
   * @param unscaled big-endian, in two's complement; no bytes are no number
   */
  static void decimal(JsonGenerator json, byte[] unscaled, int scale) throws IOException {
    if (unscaled.length == 0) {
      json.writeNull();
    } else {
      json.writeNumber(new BigDecimal(new BigInteger(unscaled), scale).toPlainString());
    }
  }

  /** True of a decimal that can be written down. */
  static boolean isScale(int scale) {
    return scale >= 0 && scale <= LARGEST_SCALE;
  }

  /**
   * @param id 16 bytes
   */
  static void uuid(JsonGenerator json, byte[] id) throws IOException {
    ByteBuffer halves = ByteBuffer.wrap(id);
    json.writeString(new UUID(halves.getLong(), halves.getLong()).toString());
  }

  /**
   * @param parts 12 bytes: months, days and milliseconds, little-endian and unsigned
   */
  static void duration(JsonGenerator json, byte[] parts) throws IOException {
    ByteBuffer counts = ByteBuffer.wrap(parts).order(ByteOrder.LITTLE_ENDIAN);
    long months = Integer.toUnsignedLong(counts.getInt());
    long days = Integer.toUnsignedLong(counts.getInt());
    BigDecimal seconds = BigDecimal.valueOf(Integer.toUnsignedLong(counts.getInt()), 3);
    json.writeString(
        "P" + months + "M" + days + "DT" + seconds.stripTrailingZeros().toPlainString() + "S");
  }

  /** Text; what is not UTF-8 stands with replacement characters and faults the row. */
  static void text(JsonGenerator json, ByteBuffer utf8, JsonRow row) throws IOException {
    byte[] bytes = utf8.array();
    int from = utf8.arrayOffset() + utf8.position();
    if (Utf8.isWellFormed(bytes, from, utf8.remaining())) {
      json.writeUTF8String(bytes, from, utf8.remaining());
    } else {
      json.writeString(replaced(utf8, row));
    }
  }

  /** A name of a field, likewise. */
  static String name(ByteBuffer utf8, JsonRow row) {
    int from = utf8.arrayOffset() + utf8.position();
    return Utf8.isWellFormed(utf8.array(), from, utf8.remaining())
        ? new String(utf8.array(), from, utf8.remaining(), StandardCharsets.UTF_8)
        : replaced(utf8, row);
  }

  private static String replaced(ByteBuffer utf8, JsonRow row) {
    row.fault(Reason.INVALID_UTF8, "a text in the row is not UTF-8");
    int from = utf8.arrayOffset() + utf8.position();
    return new String(utf8.array(), from, utf8.remaining(), StandardCharsets.UTF_8);
  }

  private static void appendDate(StringBuilder text, long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    int year = date.getYear();
    if (year < 0 || year > 9999) {
      text.append(date);
      return;
    }
    appendTwo(text, year / 100);
    appendTwo(text, year % 100);
    appendTwo(text.append('-'), date.getMonthValue());
    appendTwo(text.append('-'), date.getDayOfMonth());
  }

  private static void appendTime(StringBuilder text, int secondOfDay, int nano) {
    appendTwo(text, secondOfDay / 3600);
    appendTwo(text.append(':'), secondOfDay / 60 % 60);
    appendTwo(text.append(':'), secondOfDay % 60);
    if (nano == 0) {
      return;
    }
    int digits = nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : 9;
    text.append('.');
    int unit = 100_000_000;
    for (int i = 0; i < digits; i++) {
      text.append((char) ('0' + nano / unit % 10));
      unit /= 10;
    }
  }

  private static void appendTwo(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}

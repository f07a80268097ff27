package io.eventbackfill.source;

import static io.eventbackfill.source.Reading.read;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.eventbackfill.model.Reason;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each type of column becomes, to the byte. */
class ParquetTypesTest {

  @Test
  void integersHaveAllTheirDigitsAndUnsignedOnesNoSign() {
    assertThat(
        row(
            WrittenParquet.of(
                "required int64 a",
                "required int32 b",
                "required int32 c (INTEGER(8,false))",
                "required int32 d (INTEGER(16,false))",
                "required int32 e (INTEGER(32,false))",
                "required int64 f (INTEGER(64,false))",
                "required int32 g (INTEGER(8,true))"),
            row ->
                row.append("a", Long.MIN_VALUE)
                    .append("b", Integer.MAX_VALUE)
                    .append("c", 255)
                    .append("d", 65_535)
                    .append("e", -1)
                    .append("f", -1L)
                    .append("g", -128)),
        equalTo(
            "{\"a\":-9223372036854775808,\"b\":2147483647,\"c\":255,\"d\":65535,"
                + "\"e\":4294967295,\"f\":18446744073709551615,\"g\":-128}"));
  }

  @Test
  void decimalsAreNumbersWithAllTheirDigits() {
    String digits = "99999999999999999999999999999999999999";
    assertThat(
        row(
            WrittenParquet.of(
                "required int32 a (DECIMAL(9,2))",
                "required int64 b (DECIMAL(18,18))",
                "required fixed_len_byte_array(16) c (DECIMAL(38,0))",
                "required binary d (DECIMAL(40,3))"),
            row ->
                row.append("a", -150)
                    .append("b", 1L)
                    .append("c", Binary.fromConstantByteArray(new BigInteger(digits).toByteArray()))
                    .append("d", Binary.fromConstantByteArray(new byte[] {-1}))),
        equalTo("{\"a\":-1.50,\"b\":0.000000000000000001,\"c\":" + digits + ",\"d\":-0.001}"));
  }

  @Test
  void floatsAreAsShortAsTheyCanBeAndNoNumbersAreText() {
    assertThat(
        row(
            WrittenParquet.of(
                "required float a",
                "required double b",
                "required double c",
                "required float d",
                "required double e",
                "required fixed_len_byte_array(2) f (FLOAT16)"),
            row ->
                row.append("a", 0.1f)
                    .append("b", 2.0e-3)
                    .append("c", Double.NaN)
                    .append("d", Float.NEGATIVE_INFINITY)
                    .append("e", Double.parseDouble("2e23"))
                    .append("f", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xbe}))),
        equalTo(
            "{\"a\":0.1,\"b\":0.002,\"c\":\"NaN\",\"d\":\"-Infinity\",\"e\":2.0E23,\"f\":-1.5}"));
  }

  @ParameterizedTest
  @CsvSource({
    "MILLIS,true,1709312709250,2024-03-01T17:05:09.250Z",
    "MICROS,true,1709312709250317,2024-03-01T17:05:09.250317Z",
    "MICROS,false,1709312709000000,2024-03-01T17:05:09",
    "NANOS,true,1709312709000000001,2024-03-01T17:05:09.000000001Z",
    "MILLIS,true,-1,1969-12-31T23:59:59.999Z",
    "MICROS,false,-62135596800000000,0001-01-01T00:00:00",
    "MILLIS,true,253402300800000,+10000-01-01T00:00:00Z",
  })
  void timestampsAreTextWithAZoneIfTheyAreInstants(
      String unit, boolean utc, long value, String text) {
    WrittenParquet file =
        WrittenParquet.of("required int64 t (TIMESTAMP(" + unit + "," + utc + "))");

    assertThat(row(file, row -> row.append("t", value)), equalTo("{\"t\":\"" + text + "\"}"));
  }

  @Test
  void datesAndTimesOfDayAreText() {
    assertThat(
        row(
            WrittenParquet.of(
                "required int32 a (DATE)",
                "required int32 b (DATE)",
                "required int32 c (TIME(MILLIS,true))",
                "required int64 d (TIME(MICROS,false))",
                "required int64 e (TIME(NANOS,true))"),
            row ->
                row.append("a", 19_783)
                    .append("b", -1)
                    .append("c", 61_509_250)
                    .append("d", 0L)
                    .append("e", 86_399_999_999_999L)),
        equalTo(
            "{\"a\":\"2024-03-01\",\"b\":\"1969-12-31\",\"c\":\"17:05:09.250\","
                + "\"d\":\"00:00:00\",\"e\":\"23:59:59.999999999\"}"));
  }

  @Test
  void bytesAreTextWhereTheTypeSaysSoAndBase64Otherwise() {
    byte[] id = HexFormat.of().parseHex("123e4567e89b12d3a456426614174000");
    byte[] interval =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(1)
            .putInt(2)
            .putInt(3004)
            .array();
    assertThat(
        row(
            WrittenParquet.of(
                "required binary a (STRING)",
                "required binary b (ENUM)",
                "required binary c (JSON)",
                "required binary d (BSON)",
                "required binary e",
                "required fixed_len_byte_array(16) f (UUID)",
                "required fixed_len_byte_array(12) g (INTERVAL)"),
            row ->
                row.append("a", "é\u0001\"\\\n")
                    .append("b", "CLICK")
                    .append("c", "{\"x\": 1}")
                    .append("d", Binary.fromConstantByteArray(new byte[] {-1, -2}))
                    .append("e", "MIME?")
                    .append("f", Binary.fromConstantByteArray(id))
                    .append("g", Binary.fromConstantByteArray(interval))),
        equalTo(
            "{\"a\":\"é\\u0001\\\"\\\\\\n\",\"b\":\"CLICK\",\"c\":\"{\\\"x\\\": 1}\","
                + "\"d\":\"//4=\",\"e\":\"TUlNRT8=\","
                + "\"f\":\"123e4567-e89b-12d3-a456-426614174000\",\"g\":\"P1M2DT3.004S\"}"));
  }

  @Test
  void textThatIsNotUtf8CostsItsRowOnly() {
    WrittenParquet file =
        WrittenParquet.of("required binary s (STRING)")
            .row(row -> row.append("s", "one"))
            .row(row -> row.append("s", Binary.fromConstantByteArray(new byte[] {'x', -1})))
            .row(row -> row.append("s", "three"));

    RecordingSink sink = read(file.bytes());

    assertThat(sink.rows(), contains("f:1={\"s\":\"one\"}", "f:3={\"s\":\"three\"}"));
    assertThat(sink.problem().origin(), equalTo("f:2"));
    assertThat(sink.problem().reason(), equalTo(Reason.INVALID_UTF8));
    assertThat(sink.problem().kept(), equalTo("{\"s\":\"x\ufffd\"}"));
  }

  @Test
  void aRowThatMakesTooMuchJsonCostsItselfAndItsBeginningIsKept() {
    byte[] file =
        WrittenParquet.of("required binary s (STRING)")
            .row(row -> row.append("s", "x".repeat(100)))
            .row(row -> row.append("s", "y"))
            .bytes();

    RecordingSink sink = Reading.readShortLines(file, 50);

    assertThat(sink.rows(), contains("f:2={\"s\":\"y\"}"));
    assertThat(sink.problem().reason(), equalTo(Reason.LINE_TOO_LONG));
    assertThat(sink.problem().kept(), equalTo("{\"s\":\"" + "x".repeat(44)));
    assertThat(sink.problem().detail(), equalTo("the row makes 108 bytes of JSON, allowed are 50"));
  }

  /** As Spark wrote for years: timestamps in twelve bytes, Snappy, lists of three levels. */
  @Test
  void filesLikeSparksAreRead() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional binary event_type (STRING)",
                "optional int96 event_time",
                "optional group tags (LIST) { repeated group list { optional binary element (STRING); } }")
            .packedWith(CompressionCodecName.SNAPPY);
    int day = 2_440_588 + 19_783;

    assertThat(
        row(
            file,
            row -> {
              row.append("event_type", "open")
                  .append("event_time", new NanoTime(day, 61_509_250_317_000L));
              Group tags = row.addGroup("tags");
              tags.addGroup("list").append("element", "a");
              tags.addGroup("list");
            }),
        equalTo(
            "{\"event_type\":\"open\",\"event_time\":\"2024-03-01T17:05:09.250317Z\","
                + "\"tags\":[\"a\",null]}"));
  }

  /** Snowflake unloads JSON as text, ids as decimals, names in capitals. */
  @Test
  void filesLikeSnowflakesAreRead() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional fixed_len_byte_array(16) AMPLITUDE_ID (DECIMAL(38,0))",
                "optional binary EVENT_PROPERTIES (STRING)",
                "optional int64 EVENT_TIME (TIMESTAMP(MILLIS,false))")
            .packedWith(CompressionCodecName.SNAPPY);

    assertThat(
        row(
            file,
            row ->
                row.append("AMPLITUDE_ID", sixteen(9_007_199_254_740_993L))
                    .append("EVENT_PROPERTIES", "{\"a\":1}")
                    .append("EVENT_TIME", 1_709_312_709_250L)),
        equalTo(
            "{\"AMPLITUDE_ID\":9007199254740993,\"EVENT_PROPERTIES\":\"{\\\"a\\\":1}\","
                + "\"EVENT_TIME\":\"2024-03-01T17:05:09.250\"}"));
  }

  /** BigQuery exports instants in microseconds, NUMERIC as decimals, arrays in groups "list". */
  @Test
  void filesLikeBigQuerysAreRead() {
    WrittenParquet file =
        WrittenParquet.of(
                "required int64 event_time (TIMESTAMP(MICROS,true))",
                "optional fixed_len_byte_array(16) price (DECIMAL(38,9))",
                "required group items (LIST) { repeated group list { required group element { "
                    + "optional binary name (STRING); optional int64 n; } } }")
            .packedWith(CompressionCodecName.ZSTD);

    assertThat(
        row(
            file,
            row -> {
              row.append("event_time", 1_709_312_709_250_317L)
                  .append("price", sixteen(1_500_000_000L));
              Group items = row.addGroup("items");
              items.addGroup("list").addGroup("element").append("name", "x").append("n", 2L);
              items.addGroup("list").addGroup("element");
            }),
        equalTo(
            "{\"event_time\":\"2024-03-01T17:05:09.250317Z\",\"price\":1.500000000,"
                + "\"items\":[{\"name\":\"x\",\"n\":2},{}]}"));
  }

  /** Redshift's UNLOAD writes SUPER as text with the mark of JSON, and instants as local times. */
  @Test
  void filesLikeRedshiftsAreRead() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional binary $insert_id (STRING)",
                "optional int64 event_time (TIMESTAMP(MICROS,false))",
                "optional binary props (JSON)",
                "optional boolean paying")
            .packedWith(CompressionCodecName.SNAPPY);

    assertThat(
        row(
            file,
            row -> row.append("$insert_id", "i").append("props", "[]").append("paying", true)),
        equalTo("{\"$insert_id\":\"i\",\"props\":\"[]\",\"paying\":true}"));
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4", "LZ4_RAW"})
  void everyCodecAndEveryPageVersionGivesTheSameRows(CompressionCodecName codec) {
    for (boolean dictionary : new boolean[] {true, false}) {
      for (boolean second : new boolean[] {true, false}) {
        WrittenParquet file =
            WrittenParquet.of("optional binary s (STRING)", "required int64 n").packedWith(codec);
        for (int i = 0; i < 1_000; i++) {
          int n = i;
          file.row(
              row -> (n % 3 == 0 ? row : row.append("s", "text " + n % 10)).append("n", n * 7L));
        }
        file = dictionary ? file : file.withoutDictionary();
        file = (second ? file.inPagesOfVersion2() : file).rowsPerPage(100).rowsPerGroup(400);

        RecordingSink sink = read(file.bytes());

        assertThat(sink.problems(), empty());
        assertThat(sink.texts().size(), equalTo(1_000));
        assertThat(sink.rows().get(999), equalTo("f:1000={\"n\":6993}"));
        assertThat(sink.rows().get(998), equalTo("f:999={\"s\":\"text 8\",\"n\":6986}"));
      }
    }
  }

  @Test
  void aDecimalWithAnAbsurdScaleIsRefused() {
    byte[] file =
        WrittenParquet.of("required binary d (DECIMAL(2000000000,1999999999))")
            .row(row -> row.append("d", "x"))
            .bytes();

    assertThat(read(file).problem().detail(), containsString("a scale of 1999999999"));
  }

  @Test
  void aFileWithoutRowsIsFine() {
    RecordingSink sink = read(WrittenParquet.of("required int32 a").bytes());

    assertThat(sink.rows(), empty());
    assertThat(sink.problems(), empty());
  }

  private static Binary sixteen(long value) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(value < 0 ? -1 : 0).putLong(value).array();
    return Binary.fromConstantByteArray(bytes);
  }

  private static String row(WrittenParquet file, Consumer<Group> fill) {
    RecordingSink sink = read(file.row(fill).bytes());
    assertThat(sink.problems(), empty());
    assertThat(sink.raw().size(), equalTo(1));
    return new String(sink.raw().get(0).bytes().array(), StandardCharsets.UTF_8);
  }
}

package io.eventbackfill.source;

import static io.eventbackfill.source.Reading.read;
import static io.eventbackfill.source.WrittenAvro.ROWS;
import static io.eventbackfill.source.WrittenAvro.container;
import static io.eventbackfill.source.WrittenAvro.file;
import static io.eventbackfill.source.WrittenAvro.numbers;
import static io.eventbackfill.source.WrittenAvro.schema;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericData.Record;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFileTest {

  @Test
  void plainTypesAreWhatTheyAreInJson() {
    Schema schema =
        schema(
            "{'name':'n','type':'null'}",
            "{'name':'b','type':'boolean'}",
            "{'name':'i','type':'int'}",
            "{'name':'l','type':'long'}",
            "{'name':'f','type':'float'}",
            "{'name':'d','type':'double'}",
            "{'name':'s','type':'string'}",
            "{'name':'y','type':'bytes'}",
            "{'name':'x','type':{'type':'fixed','name':'X','size':2}}",
            "{'name':'e','type':{'type':'enum','name':'E','symbols':['A','B']}}");
    Record row = new Record(schema);
    row.put("b", true);
    row.put("i", -1);
    row.put("l", Long.MIN_VALUE);
    row.put("f", 0.1f);
    row.put("d", Double.POSITIVE_INFINITY);
    row.put("s", new Utf8("é\""));
    row.put("y", ByteBuffer.wrap(new byte[] {-1, -2}));
    row.put("x", new GenericData.Fixed(schema.getField("x").schema(), new byte[] {0, 1}));
    row.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"));

    assertThat(
        text(schema, row),
        equalTo(
            "{\"b\":true,\"i\":-1,\"l\":-9223372036854775808,\"f\":0.1,\"d\":\"Infinity\","
                + "\"s\":\"é\\\"\",\"y\":\"//4=\",\"x\":\"AAE=\",\"e\":\"B\"}"));
  }

  @Test
  void logicalTypesAreTheTextThatParquetGivesThem() {
    String fixed = "{'type':'fixed','size':";
    Schema schema =
        schema(
            typed("a", "int", "date"),
            typed("b", "int", "time-millis"),
            typed("c", "long", "time-micros"),
            typed("d", "long", "timestamp-millis"),
            typed("e", "long", "timestamp-micros"),
            typed("f", "long", "local-timestamp-micros"),
            typed("g", "long", "timestamp-nanos"),
            typed("h", "string", "uuid"),
            "{'name':'i','type':{'type':'bytes','logicalType':'decimal','precision':38,'scale':9}}",
            "{'name':'j','type':" + fixed + "12,'name':'J','logicalType':'duration'}}",
            "{'name':'k','type':" + fixed + "2,'name':'K','logicalType':'decimal','precision':4}}",
            typed("l", "long", "no-such-type"));
    Record row = new Record(schema);
    row.put("a", 19_783);
    row.put("b", 61_509_250);
    row.put("c", 1L);
    row.put("d", 1_709_312_709_250L);
    row.put("e", 1_709_312_709_250_317L);
    row.put("f", -1L);
    row.put("g", 1L);
    row.put("h", new Utf8("123e4567-e89b-12d3-a456-426614174000"));
    row.put("i", ByteBuffer.wrap(new byte[] {0x59, 0x68, 0x2f, 0}));
    byte[] duration =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(1)
            .putInt(2)
            .putInt(3)
            .array();
    row.put("j", new GenericData.Fixed(schema.getField("j").schema(), duration));
    row.put("k", new GenericData.Fixed(schema.getField("k").schema(), new byte[] {-1, -1}));
    row.put("l", 7L);

    assertThat(
        text(schema, row),
        equalTo(
            "{\"a\":\"2024-03-01\",\"b\":\"17:05:09.250\",\"c\":\"00:00:00.000001\","
                + "\"d\":\"2024-03-01T17:05:09.250Z\",\"e\":\"2024-03-01T17:05:09.250317Z\","
                + "\"f\":\"1969-12-31T23:59:59.999999\",\"g\":\"1970-01-01T00:00:00.000000001Z\","
                + "\"h\":\"123e4567-e89b-12d3-a456-426614174000\",\"i\":1.500000000,"
                + "\"j\":\"P1M2DT0.003S\",\"k\":-1,\"l\":7}"));
  }

  @Test
  void nullFieldsAreLeftOutAndNullsInArraysAndMapsStay() {
    Schema schema =
        schema(
            "{'name':'a','type':['null','int']}",
            "{'name':'b','type':['int','null','string']}",
            "{'name':'c','type':{'type':'array','items':['null','int']}}",
            "{'name':'d','type':{'type':'map','values':['null','int']}}");
    Map<String, Integer> map = new TreeMap<>(Map.of("x", 1));
    map.put("y", null);
    Record row = new Record(schema);
    row.put("b", new Utf8("t"));
    row.put("c", Arrays.asList(null, 2));
    row.put("d", map);

    assertThat(
        text(schema, row), equalTo("{\"b\":\"t\",\"c\":[null,2],\"d\":{\"x\":1,\"y\":null}}"));
  }

  @Test
  void aRecordMayHoldItself() {
    Schema schema = schema("{'name':'v','type':'int'}", "{'name':'next','type':['null','row']}");
    Record inner = new Record(schema);
    inner.put("v", 2);
    Record row = new Record(schema);
    row.put("v", 1);
    row.put("next", inner);

    assertThat(text(schema, row), equalTo("{\"v\":1,\"next\":{\"v\":2}}"));
  }

  @Test
  void aRecordThatHoldsItselfForeverIsDamage() {
    Schema schema = schema("{'name':'r','type':'row'}");

    RecordingSink sink = read(container(schema.toString(), "null", 1, new byte[0]));

    assertThat(sink.problems(), contains("f:1 unreadable-file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2", "xz"})
  void everyCodecGivesTheSameRows(String codec) {
    RecordingSink sink = read(numbers(codec));

    assertThat(sink.problems(), empty());
    assertThat(sink.rows().size(), equalTo(ROWS));
    assertThat(sink.rows().get(29), equalTo("f:30={\"n\":29,\"s\":\"text 29\"}"));
  }

  @Test
  void aCodecThatIsNotKnownIsOneRecord() {
    RecordingSink sink = read(container("'int'".replace('\'', '"'), "lzo", 0, new byte[0]));

    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("packed with lzo"));
  }

  @Test
  void aSchemaThatCannotBeParsedIsOneRecord() {
    RecordingSink sink = read(container("{\"type\":\"recor", "null", 0, new byte[0]));

    assertThat(sink.problems(), contains("f:0 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("the schema can't be parsed"));
  }

  @Test
  void namesThatAvroForbidsAreRead() {
    String schema = "{'type':'record','name':'row','fields':[{'name':'$insert_id','type':'int'}]}";

    assertThat(
        read(container(schema.replace('\'', '"'), "null", 1, new byte[] {2})).rows(),
        contains("f:1={\"$insert_id\":1}"));
  }

  private static String typed(String name, String type, String meaning) {
    return "{'name':'%s','type':{'type':'%s','logicalType':'%s'}}".formatted(name, type, meaning);
  }

  private static String text(Schema schema, Record row) {
    RecordingSink sink = read(file(schema, "null", List.of(row), 1));
    assertThat(sink.problems(), empty());
    assertThat(sink.raw().size(), equalTo(1));
    return sink.texts().get(0);
  }
}

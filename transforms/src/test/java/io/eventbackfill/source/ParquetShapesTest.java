package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;

/** What columns under one name become: structs, lists, maps, and all of them inside each other. */
class ParquetShapesTest {

  @Test
  void nullsAreLeftOutOfRowsAndStructs() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional int32 a", "optional group s { optional int32 b; optional int32 c; }")
            .row(row -> {})
            .row(row -> row.addGroup("s"))
            .row(row -> row.append("a", 1).addGroup("s").append("c", 2));

    assertRows(file, "{}", "{\"s\":{}}", "{\"a\":1,\"s\":{\"c\":2}}");
  }

  @Test
  void aListKeepsItsNullsAndIsNullEmptyOrFull() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional group l (LIST) { repeated group list { optional int32 element; } }",
                "required int32 z")
            .row(row -> row.append("z", 1))
            .row(
                row -> {
                  row.addGroup("l");
                  row.append("z", 2);
                })
            .row(
                row -> {
                  Group list = row.addGroup("l");
                  list.addGroup("list").append("element", 7);
                  list.addGroup("list");
                  row.append("z", 3);
                });

    assertRows(file, "{\"z\":1}", "{\"l\":[],\"z\":2}", "{\"l\":[7,null],\"z\":3}");
  }

  /** The format's rules for files written before lists had three levels. */
  @Test
  void listsOfOldFilesHaveTwoLevels() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional group a (LIST) { repeated int32 element; }",
                "optional group b (LIST) { repeated group element { required int32 x; required int32 y; } }",
                "optional group c (LIST) { repeated group array { required int32 x; } }",
                "optional group d (LIST) { repeated group d_tuple { required int32 x; } }",
                "optional group e (LIST) { repeated group array (LIST) { repeated int32 array; } }")
            .row(
                row -> {
                  row.addGroup("a").append("element", 1).append("element", 2);
                  row.addGroup("b").addGroup("element").append("x", 3).append("y", 4);
                  row.addGroup("c").addGroup("array").append("x", 5);
                  row.addGroup("d").addGroup("d_tuple").append("x", 6);
                  Group lists = row.addGroup("e");
                  lists.addGroup("array").append("array", 7).append("array", 8);
                  lists.addGroup("array");
                });

    assertRows(
        file,
        "{\"a\":[1,2],\"b\":[{\"x\":3,\"y\":4}],\"c\":[{\"x\":5}],\"d\":[{\"x\":6}],"
            + "\"e\":[[7,8],[]]}");
  }

  @Test
  void aFieldRepeatedWithoutBeingAListIsAnArray() {
    WrittenParquet file =
        WrittenParquet.of(
                "repeated int32 a", "repeated group g { optional int32 x; }", "required int32 z")
            .row(
                row -> {
                  row.append("a", 1).append("a", 2).append("z", 3);
                  row.addGroup("g").append("x", 4);
                  row.addGroup("g");
                })
            .row(row -> row.append("z", 5))
            .row(row -> row.append("a", 6).append("z", 7));

    assertRows(
        file,
        "{\"a\":[1,2],\"g\":[{\"x\":4},{}],\"z\":3}",
        "{\"z\":5,\"a\":[],\"g\":[]}",
        "{\"a\":[6],\"z\":7,\"g\":[]}");
  }

  @Test
  void aMapFromTextIsAnObjectAndKeepsItsNulls() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional group m (MAP) { repeated group key_value {"
                    + " required binary key (STRING); optional int32 value; } }")
            .row(row -> row.addGroup("m"))
            .row(
                row -> {
                  Group map = row.addGroup("m");
                  map.addGroup("key_value").append("key", "a\"").append("value", 1);
                  map.addGroup("key_value").append("key", "b");
                });

    assertRows(file, "{\"m\":{}}", "{\"m\":{\"a\\\"\":1,\"b\":null}}");
  }

  @Test
  void anotherMapIsAnArrayOfItsEntries() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional group m (MAP) { repeated group map (MAP_KEY_VALUE) {"
                    + " required int64 id; optional group v { optional int32 x; } } }",
                "optional group s (MAP) { repeated group key_value { required int32 key; } }")
            .row(
                row -> {
                  Group map = row.addGroup("m");
                  map.addGroup("map").append("id", 1L).addGroup("v").append("x", 2);
                  map.addGroup("map").append("id", 3L);
                  row.addGroup("s").addGroup("key_value").append("key", 4);
                });

    assertRows(file, "{\"m\":[{\"key\":1,\"value\":{\"x\":2}},{\"key\":3}],\"s\":[{\"key\":4}]}");
  }

  @Test
  void shapesNest() {
    WrittenParquet file =
        WrittenParquet.of(
                "optional group m (MAP) { repeated group key_value {"
                    + " required binary key (STRING);"
                    + " optional group value (LIST) { repeated group list {"
                    + " optional group element { optional group in (LIST) {"
                    + " repeated group list { optional int32 element; } } } } } } }")
            .row(
                row -> {
                  Group map = row.addGroup("m");
                  Group first = map.addGroup("key_value").append("key", "a").addGroup("value");
                  Group in = first.addGroup("list").addGroup("element").addGroup("in");
                  in.addGroup("list").append("element", 1);
                  in.addGroup("list");
                  first.addGroup("list").addGroup("element");
                  first.addGroup("list");
                  map.addGroup("key_value").append("key", "b").addGroup("value");
                  map.addGroup("key_value").append("key", "c");
                });

    assertRows(file, "{\"m\":{\"a\":[{\"in\":[1,null]},{},null],\"b\":[],\"c\":null}}");
  }

  private static void assertRows(WrittenParquet file, String... expected) {
    RecordingSink sink = Reading.read(file.bytes());
    assertThat(sink.problems(), empty());
    assertThat(sink.texts(), contains(expected));
  }
}

package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Reading.read;
import static io.eventbackfill.source.Reading.readShortLines;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is not lines: an array, and objects over several lines. */
class JsonArrayTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1},{\"b\":[2,{}]}]",
        " \n[\r\n  {\"a\":1} ,\n\n  {\"b\":[2,{}]}\n]\n \t",
        "\ufeff[{\"a\":1}\n,{\"b\":[2,{}]}]",
      })
  void theElementsOfAnArrayAreRows(String text) {
    byte[] file = utf8(text);

    for (int chunk : new int[] {1, 2, 7, 1000}) {
      RecordingSink sink = read(() -> new ChunkedChannel(file, chunk));

      assertThat(sink.rows(), contains("f:1={\"a\":1}", "f:2={\"b\":[2,{}]}"));
      assertThat(sink.problems(), empty());
    }
    assertThat(read(gzip(file)).rows(), equalTo(read(file).rows()));
  }

  @Test
  void anElementKeepsItsBytes() {
    String element =
        "{ \"n\" : [9007199254740993,1.50,1e400, -0.0],\n"
            + "\t\"s\":\"\\u00e4\\/\\\"]},[{ü\",\"s\":1 }";

    assertThat(read(utf8("[" + element + "," + element + "]")).texts(), contains(element, element));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " [ \n ]\n", "[\n\n]"})
  void anEmptyArrayHasNoRows(String text) {
    assertThat(read(utf8(text)).rows(), empty());
    assertThat(read(utf8(text)).problems(), empty());
  }

  /** Whoever reads rows finds out that these are no objects, or no JSON. */
  @Test
  void whatIsNoObjectIsAnElementOfItsOwn() {
    RecordingSink sink = read(utf8("[\n{\"v\":NaN},1,\"x,]\" , null,[{}],{a:01},-1e5]"));

    assertThat(
        sink.texts(), contains("{\"v\":NaN}", "1", "\"x,]\"", "null", "[{}]", "{a:01}", "-1e5"));
    assertThat(sink.problems(), empty());
  }

  @Test
  void anElementThatIsNotUtf8CostsItself() {
    RecordingSink sink = read(join(utf8("[{},\n{\"a\":\""), new byte[] {-1}, utf8("\"},{}]")));

    assertThat(sink.rows(), contains("f:1={}", "f:3={}"));
    assertThat(sink.problems(), contains("f:2 invalid-utf8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":[1}",
        "{\"b\":1]",
        "{\"b\":\"x\\\"},",
        "{}\n{\"c\":1}",
        "{} x",
        ",{}",
        "}",
        "{\"\"\\n\":1}"
      })
  void behindDamageOneRecordStandsForTheRest(String damage) {
    RecordingSink sink = read(utf8("[\n{\"a\":1},\n" + damage + ",\n{\"d\":\"\\\"\"}\n]"));

    assertThat(sink.rows().get(0), equalTo("f:1={\"a\":1}"));
    assertThat(sink.problems().size(), is(1));
    assertThat(sink.problem().origin(), equalTo("f:" + (sink.rows().size() + 1)));
    assertThat(sink.problems().get(0), containsString("-file"));
  }

  @Test
  void theRecordSaysWhyReadingDoesNotGoOn() {
    RecordingSink sink = read(utf8("[{\"a\":1}\n{\"b\":2}]"));

    assertThat(sink.problems(), contains("f:2 unreadable-file"));
    assertThat(sink.problem().kept(), equalTo("{\"b\":2}]"));
    assertThat(
        sink.problem().detail(),
        equalTo(
            "element 1 is followed by neither ',' nor ']'; JSON has no place to go on from,"
                + " so this record stands for the rest of the file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", ", ", ",{\"b\":", ",{\"b\":\"]", ",{\"b\":[{}"})
  void anArrayThatDoesNotEndIsTruncated(String end) {
    RecordingSink sink = read(utf8("[{\"a\":1}" + end));

    assertThat(sink.rows(), contains("f:1={\"a\":1}"));
    assertThat(sink.problems(), contains("f:2 truncated-file"));
    assertThat(sink.problem().kept(), equalTo(end.replace(",", "").strip()));
  }

  @Test
  void truncatedPackingAndFailingStorageDeliverWhatIsBefore() {
    byte[] file = gzip(utf8("[{\"a\":1},{\"b\":2},{\"c\":3"));

    assertThat(
        read(Arrays.copyOf(file, file.length - 9)).rows(),
        contains("f:1={\"a\":1}", "f:2={\"b\":2}"));
    assertThat(
        read(Arrays.copyOf(file, file.length - 9)).problems(), contains("f:3 truncated-file"));
    RecordingSink broken =
        read(() -> new BreakingChannel(utf8("[{\"a\":1},{\"b\""), new IOException("gone")));
    assertThat(broken.rows(), contains("f:1={\"a\":1}"));
    assertThat(broken.problems(), contains("f:2 unreadable-file"));
    assertThat(broken.problem().kept(), equalTo("{\"b\""));
  }

  @Test
  void anElementThatIsTooLongCostsItself() {
    String large = "{\"a\":\"" + "x".repeat(700_000) + "\",\"b\":[{}]}";
    byte[] file = utf8("[{\"a\":1},\n" + large + ",{\"c\":123456789}\n,{}]");

    RecordingSink sink = readShortLines(file, 10);

    assertThat(sink.rows(), contains("f:1={\"a\":1}", "f:4={}"));
    assertThat(sink.problems(), contains("f:2 line-too-long", "f:3 line-too-long"));
    assertThat(sink.kept().get(0).length(), is(65_536));
    assertThat(sink.kept().get(1), equalTo("{\"c\":123456789}"));
    assertThat(
        sink.details().get(0),
        equalTo("the element has " + large.length() + " bytes, allowed are 10"));
  }

  @Test
  void aLargeArrayIsStreamed() {
    byte[] element = utf8("{\"a\":\"01234567890123456789\"},\n".repeat(10_000));
    CountingSink sink = new CountingSink();

    Reading.reader(100).read("f", () -> new RepeatingChannel(join(utf8("["), element), 1), sink);
    assertThat(sink.problems(), is(1));
    assertThat(sink.last().row(), is(10_000L));
  }

  @Test
  void objectsOverSeveralLinesAreRows() {
    String first = "{\n  \"a\": 1,\n  \"b\": {}\n}";
    String second = "{\n  \"a\": 2\n}";
    byte[] file = utf8(first + "\n" + second + second + "\n");

    for (int chunk : new int[] {1, 5, 1000}) {
      RecordingSink sink = read(() -> new ChunkedChannel(file, chunk));

      assertThat(sink.texts(), contains(first, second, second));
      assertThat(sink.raw().get(2).origin().row(), is(3L));
      assertThat(sink.problems(), empty());
    }
    assertThat(
        read(Arrays.copyOf(file, file.length - 3)).problems(), contains("f:3 truncated-file"));
    assertThat(read(utf8("{\n \"a\": NaN\n}\n{}")).texts(), contains("{\n \"a\": NaN\n}", "{}"));
  }

  /** A damaged first line must not make one value of all lines. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a",
        "{",
        "{}{}",
        "[1,2]",
        "[{\"a\":1}]",
        "[\"a\":1}",
        "[]",
        "[[",
        "[1,",
        "x",
        "]",
        "\"",
        "{\"a\":1}}"
      })
  void linesStayLinesWhateverTheFirstOneIs(String first) {
    RecordingSink sink = read(utf8(first + "\n{\"b\":2}\n{\"c\":3}\n"));

    assertThat(sink.rows(), contains("f:1=" + first, "f:2={\"b\":2}", "f:3={\"c\":3}"));
    assertThat(sink.problems(), empty());
  }

  @Test
  void aFirstRowLongerThanWhatIsLookedAtIsALine() {
    List<String> lines = List.of("{\"a\":\"" + "x".repeat(70_000) + "\"}", "{}");

    assertThat(read(utf8(String.join("\n", lines))).texts(), equalTo(lines));
    assertThat(read(utf8("[" + String.join("\n,", lines) + "]")).texts(), equalTo(lines));
  }

  @Test
  void aBracketTooManyDoesNotMakeLinesOfAnArray() {
    RecordingSink sink = read(utf8("[{\"a\":1},\n{\"b\":2}],\n{\"c\":3}]"));

    assertThat(sink.rows(), contains("f:1={\"a\":1}", "f:2={\"b\":2}"));
    assertThat(sink.problems(), contains("f:3 unreadable-file"));
  }

  @Test
  void whatFollowsAnArrayIsReported() {
    RecordingSink sink = read(utf8("[{\"a\":1}\n]" + " ".repeat(70_000) + "{}"));

    assertThat(sink.rows(), contains("f:1={\"a\":1}"));
    assertThat(sink.problems(), contains("f:2 unreadable-file"));
    assertThat(sink.problem().detail(), containsString("the array is not all there is"));
  }
}

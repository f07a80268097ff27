package io.eventbackfill.source;

import static io.eventbackfill.source.Packed.bzip2;
import static io.eventbackfill.source.Packed.gzip;
import static io.eventbackfill.source.Packed.join;
import static io.eventbackfill.source.Packed.utf8;
import static io.eventbackfill.source.Packed.zip;
import static io.eventbackfill.source.Packed.zstd;
import static io.eventbackfill.source.Reading.readAs;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.google.common.collect.ImmutableMap;
import io.eventbackfill.source.TextFormat.Kind;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

  @Test
  void fieldsBecomeStringsUnderTheHeadersNames() {
    RecordingSink sink =
        readAs(
            "f.csv", utf8("a,\"b \"\"q\"\"\",c\r\n1,x y,\"z,\"\"w\"\"\"\r\n ü,5\" disk,\u0000\t"));

    assertThat(
        sink.rows(),
        contains(
            "f.csv:2={\"a\":\"1\",\"b \\\"q\\\"\":\"x y\",\"c\":\"z,\\\"w\\\"\"}",
            "f.csv:3={\"a\":\" ü\",\"b \\\"q\\\"\":\"5\\\" disk\",\"c\":\"\\u0000\\t\"}"));
    assertThat(sink.problems(), empty());
  }

  @Test
  void anUnquotedEmptyFieldIsNullAndAQuotedOneIsNot() {
    TextFormat withNull = new TextFormat(Kind.AUTO, ',', "\\N");
    byte[] file = utf8("a,b,c\n,\"\",\\N\n\"\\N\",\\n,\n");

    assertThat(
        readAs("f.csv", withNull, file).texts(),
        contains(
            "{\"a\":null,\"b\":\"\",\"c\":null}", "{\"a\":\"\\\\N\",\"b\":\"\\\\n\",\"c\":null}"));
    assertThat(
        readAs("f.csv", file).texts().get(0), equalTo("{\"a\":null,\"b\":\"\",\"c\":\"\\\\N\"}"));
  }

  @Test
  void aRowHasTheNumberOfTheLineItBeginsIn() {
    byte[] file = utf8("a,\"b\nB\"\n1,\"x\n\r\ny\"\n\n2,z\n\r\n3,\"\n\"");

    for (int chunk : new int[] {1, 2, 7, 1000}) {
      RecordingSink sink = new RecordingSink();
      Reading.reader(100).read("f.csv", () -> new ChunkedChannel(file, chunk), sink);

      assertThat(
          sink.rows(),
          contains(
              "f.csv:3={\"a\":\"1\",\"b\\nB\":\"x\\n\\r\\ny\"}",
              "f.csv:6=",
              "f.csv:7={\"a\":\"2\",\"b\\nB\":\"z\"}",
              "f.csv:8=",
              "f.csv:9={\"a\":\"3\",\"b\\nB\":\"\\n\"}"));
      assertThat(sink.problems(), empty());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1|it has 1 fields, the header 2",
        "1,2,3|it has 3 fields, the header 2",
        "\"1\"x,2|other characters stand between a closing quote and the field's end",
        "1,\"2|a quote that opens a field is not closed",
        "1,\"2\"\"|a quote that opens a field is not closed",
        "1\r2,3|a carriage return stands outside quotes",
      })
  void aBadLineCostsItself(String bad, String why) {
    RecordingSink sink = readAs("f.csv", utf8("a,b\n0,1\n" + bad + "\r\n3,4\n5,6"));

    assertThat(
        sink.rows(),
        contains(
            "f.csv:2={\"a\":\"0\",\"b\":\"1\"}",
            "f.csv:4={\"a\":\"3\",\"b\":\"4\"}",
            "f.csv:5={\"a\":\"5\",\"b\":\"6\"}"));
    assertThat(sink.problems(), contains("f.csv:3 invalid-row"));
    assertThat(sink.problem().kept(), equalTo(bad));
    assertThat(sink.problem().detail(), equalTo(why));
  }

  @Test
  void aBadRecordOfSeveralLinesCostsItsFirstAlone() {
    RecordingSink sink = readAs("f.csv", utf8("a,b\n1,\"x\n3,4\n\"y\",\"z\nw\"\n5,6\n"));

    assertThat(
        sink.rows(),
        contains(
            "f.csv:3={\"a\":\"3\",\"b\":\"4\"}",
            "f.csv:4={\"a\":\"y\",\"b\":\"z\\nw\"}",
            "f.csv:6={\"a\":\"5\",\"b\":\"6\"}"));
    assertThat(sink.problems(), contains("f.csv:2 invalid-row"));
  }

  @Test
  void aRecordThatIsNotUtf8CostsItself() {
    RecordingSink sink = readAs("f.csv", join(utf8("a\n"), new byte[] {-1}, utf8("\nb\n")));

    assertThat(sink.rows(), contains("f.csv:3={\"a\":\"b\"}"));
    assertThat(sink.problems(), contains("f.csv:2 invalid-utf8"));
  }

  @Test
  void aLineThatIsTooLongCostsItself() {
    String large = "1," + "x".repeat(700_000);
    RecordingSink sink = new RecordingSink();
    byte[] file = utf8("a,b\n" + large + "\n\"12345\",\"\n78\"\n12345,78901\n1,2\n123,456\n");

    Reading.reader(10).read("f.csv", () -> new ChunkedChannel(file, 1000), sink);

    assertThat(
        sink.rows(),
        contains("f.csv:6={\"a\":\"1\",\"b\":\"2\"}", "f.csv:7={\"a\":\"123\",\"b\":\"456\"}"));
    assertThat(
        sink.problems(),
        contains(
            "f.csv:2 line-too-long",
            "f.csv:3 invalid-row",
            "f.csv:4 invalid-row",
            "f.csv:5 line-too-long"));
    assertThat(sink.details().get(0), equalTo("the line has 700002 bytes, allowed are 10"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a,b,a,c,b,\"a\"|it names more than one field 'a', 'b'",
        "a,,b,|it names more than one field ''",
        "a,\"b|a quote that opens a field is not closed",
        "a\rb|a carriage return stands outside quotes",
      })
  void aHeaderThatSaysNothingClearRefusesTheFile(String header, String why) {
    RecordingSink sink = readAs("f.csv", utf8(header + "\n1,2\n"));

    assertThat(sink.rows(), empty());
    assertThat(sink.problems(), contains("f.csv:1 unreadable-file"));
    assertThat(sink.problem().detail(), equalTo("the header can't be used: " + why));
    assertThat(sink.problem().kept(), equalTo(header));
  }

  @Test
  void oneNameMayBeEmptyAndBlankLinesMayStandBeforeTheHeader() {
    assertThat(
        readAs("f.csv", utf8("\ufeff\n,b\n0,1\n")).rows(),
        contains("f.csv:1=", "f.csv:3={\"\":\"0\",\"b\":\"1\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff", "a,b", "a,b\r\n"})
  void aFileWithoutRowsIsFine(String text) {
    assertThat(readAs("f.csv", utf8(text)).rows(), empty());
    assertThat(readAs("f.csv", utf8(text)).problems(), empty());
  }

  @Test
  void theNameOfTheFileOrMemberSaysThatItIsCsv() {
    byte[] text = utf8("a\n1\n");
    String row = "{\"a\":\"1\"}";

    assertThat(readAs("f.CSV", text).texts(), contains(row));
    assertThat(readAs("f.csv.gz", gzip(text)).texts(), contains(row));
    assertThat(readAs("f.csv.zst", zstd(text)).texts(), contains(row));
    assertThat(readAs("f.csv.bz2", bzip2(text)).texts(), contains(row));
    assertThat(readAs("f.csv.gz", text).texts(), contains(row));
    assertThat(
        readAs("f.csv.zip", zip(ZipEntry.DEFLATED, ImmutableMap.of("x.csv", text, "x", text)))
            .rows(),
        contains("f.csv.zip!/x.csv:2=" + row, "f.csv.zip!/x:1=a", "f.csv.zip!/x:2=1"));
    assertThat(
        readAs("f.tsv", utf8("a\tb\n1\t2,3")).texts(), contains("{\"a\":\"1\",\"b\":\"2,3\"}"));
    assertThat(readAs("f.csvs", text).texts(), contains("a", "1"));
  }

  @Test
  void whatTextIsMadeOfMayBeSaid() {
    TextFormat csv = new TextFormat(Kind.CSV, ';', "");
    TextFormat json = new TextFormat(Kind.JSON, ',', "");

    assertThat(
        readAs("f.json", csv, utf8("a;b\n1;2")).texts(), contains("{\"a\":\"1\",\"b\":\"2\"}"));
    assertThat(readAs("f.csv", json, utf8("{}\n{}")).texts(), contains("{}", "{}"));
  }

  /** They are fed back in beside the files they came from. */
  @Test
  void recordsThatWereSetAsideAreJsonWhateverWasSaid() {
    String record = "{\"event_backfill\":\"set-aside/1\",\"row\":\"{}\"}";

    assertThat(
        readAs("f.csv", new TextFormat(Kind.CSV, ',', ""), utf8(record + "\n" + record)).texts(),
        contains(record, record));
  }

  @Test
  void quotesThatNeverCloseAreFoundInLinearTime() {
    String evil = "a\",\"\n";
    byte[] file = utf8("h,i\n" + evil.repeat(200_000) + "1,2\n");

    RecordingSink sink = readAs("f.csv", file);

    assertThat(sink.rows(), contains("f.csv:200002={\"h\":\"1\",\"i\":\"2\"}"));
    assertThat(sink.problems().size(), is(200_000));
    assertThat(sink.problems().get(77), startsWith("f.csv:79 invalid-row"));
  }

  @Test
  void aHundredThousandColumnsAreRead() {
    StringBuilder header = new StringBuilder("c0");
    for (int i = 1; i < 100_000; i++) {
      header.append(",c").append(i);
    }

    RecordingSink sink = readAs("f.csv", utf8(header + "\n" + ",".repeat(99_999)));

    assertThat(sink.texts().get(0), startsWith("{\"c0\":null,\"c1\":null,"));
  }
}

package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.ExportFileReader;
import io.eventbackfill.source.ReadSettings;
import io.eventbackfill.source.RowSink;
import io.eventbackfill.steps.RowRouter.Routed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents of a public test suite for JSON parsers, as rows beside good ones. */
class JsonTestSuiteTest {
  private static final String GOOD = Given.row("insert-1", "device-1", "2025-07-01 16:34:54.8");

  /** One of the suite's documents. */
  record Document(String name, boolean read, Bytes content) {
    @Override
    public String toString() {
      return name;
    }

    private byte[] bytes() {
      return content.array();
    }

    private String text() {
      return content.text();
    }

    private boolean isOneLine() {
      return text().indexOf('\n') < 0;
    }
  }

  static Stream<Document> documents() throws IOException {
    try (InputStream in = JsonTestSuiteTest.class.getResourceAsStream("json-test-suite.tsv")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      return Stream.concat(
          lines.stream().map(line -> line.split("\t", -1)).map(JsonTestSuiteTest::document),
          Stream.of(
              repeated("n_structure_100000_opening_arrays", "["),
              repeated("n_structure_open_array_object", "[{\"\":")));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatMustBeReadIsReadAndTheRestIsInvalidJson(Document document) {
    assertThat(isJson(document.bytes()), is(document.read()));

    Routed routed = route(document.bytes());

    boolean object = document.read() && document.text().strip().startsWith("{");
    Reason reason = ((Routed.Aside) routed).aside().cause().reason();
    boolean blank = document.text().isBlank();
    if (!object && !blank) {
      assertThat(reason == Reason.INVALID_JSON || reason == Reason.INVALID_UTF8, is(true));
    } else if (object) {
      assertThat(reason, is(Reason.MISSING_EVENT_TYPE));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void itsNeighboursAreReadWhereverItStands(Document document) {
    byte[] lines = between(GOOD + "\n", document, "\n" + GOOD + "\n");
    Rows read = read(lines);

    assertThat(read.rows.get(0), equalTo(GOOD));
    assertThat(read.rows.get(read.rows.size() - 1), equalTo(GOOD));
    if (document.isOneLine()) {
      assertThat(read.rows.size() + read.problems, is(3));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void asAnElementItCostsItselfOrIsReportedWithTheRest(Document document) {
    byte[] array = between("[" + GOOD + ",\n", document, ",\n" + GOOD + "]");
    Rows read = read(array);

    assertThat(read.rows.get(0), equalTo(GOOD));
    if (document.read() && document.bytes()[0] != (byte) 0xef) {
      String text = document.text().strip();
      assertThat(read.rows, equalTo(List.of(GOOD, text, GOOD)));
    } else if (read.rows.stream().filter(GOOD::equals).count() < 2) {
      assertThat(read.problems, greaterThanOrEqualTo(1));
    }
  }

  @Test
  void theSuiteIsWhole() throws IOException {
    assertThat(documents().toList(), hasSize(318));
  }

  private static byte[] between(String before, Document document, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bytes.of(before).writeTo(out);
    document.content().writeTo(out);
    Bytes.of(after).writeTo(out);
    return out.toByteArray();
  }

  private static Document document(String[] line) {
    return new Document(
        line[0], line[1].equals("read"), Bytes.of(Base64.getDecoder().decode(line[2])));
  }

  private static Document repeated(String name, String part) {
    return new Document(name, false, Bytes.of(part.repeat(100_000)));
  }

  private static boolean isJson(byte[] document) {
    try {
      return JsonValue.parse(document) != null;
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  private static Routed route(byte[] row) {
    return new RowRouter(Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, Selection.ALL)
        .route(new RawRow(new Origin("f", null, 1), Bytes.of(row)));
  }

  private static Rows read(byte[] file) {
    Rows rows = new Rows();
    new ExportFileReader(ReadSettings.upTo(1 << 20))
        .read("f", () -> new SeekableInMemoryByteChannel(file), rows);
    return rows;
  }

  private static final class Rows implements RowSink {
    private final List<String> rows = new ArrayList<>();
    private int problems;

    @Override
    public void row(RawRow row) {
      rows.add(row.bytes().text());
    }

    @Override
    public void unreadable(Origin origin, Reason reason, Bytes bytes, String detail) {
      problems++;
    }
  }
}

package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.JsonValue.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-0.0",
        "1.50",
        "1e400",
        "123456789012345678901234567890.123456789",
        "\"\\ud800\"",
        "\"caf\\u00e9 \u00fc \uD83D\uDE00\"",
        "{\"b\" : 1, \"a\":[1,{\"x\":null}] }",
        "[]",
        "true",
        "null"
      })
  void everyValueKeepsItsOwnBytes(String json) throws Exception {
    Map<String, JsonValue> row = object("{\"before\":\"\u00e4\", \"v\" :  " + json + " ,\"z\":0}");

    assertThat(row.get("v").toString(), equalTo(json));
    assertThat(row.get("z").toString(), equalTo("0"));
    assertThat(JsonValue.parse(bytes(json)).toString(), equalTo(json));
  }

  @Test
  void slicesOfSlicesKeepTheirPlaces() throws Exception {
    JsonValue outer = object("{\"o\":{\"in\":{\"list\":[1, \"two\" ,[3]]}}}").get("o");

    JsonValue list = outer.members().get("in").members().get("list");

    assertThat(list.elements().get(0).text(), equalTo("1"));
    assertThat(list.elements().get(1).text(), equalTo("two"));
    assertThat(list.elements().get(2).toString(), equalTo("[3]"));
  }

  @Test
  void depthCountsObjectsAndArraysInsideEachOther() throws Exception {
    Map<String, JsonValue> row = object("{\"a\":1,\"b\":{},\"c\":{\"d\":[{\"e\":[]}]}}");

    assertThat(row.get("a").depth(), is(0));
    assertThat(row.get("b").depth(), is(1));
    assertThat(row.get("c").depth(), is(4));
  }

  @Test
  void textOfANumberIsItsDigits() throws Exception {
    assertThat(object("{\"n\":123456789012}").get("n").text(), equalTo("123456789012"));
    assertThat(object("{\"n\":null}").get("n").text(), is(nullValue()));
    assertThat(object("{\"n\":\"a\\nb\\u00e9\"}").get("n").text(), equalTo("a\nb\u00e9"));
  }

  @Test
  void writtenStringsReadBackAsTheyWere() throws Exception {
    for (String text : new String[] {"", "a\"b\\c\n\u0001", "\uD83D\uDE00 \ud800 \udc00x", "é"}) {
      assertThat(JsonValue.parse(JsonValue.of(text).toBytes()).text(), equalTo(text));
    }
  }

  @Test
  void objectsAreWrittenInOrder() {
    assertThat(JsonValue.object(Map.of()).toString(), equalTo("{}"));
    JsonValue inner = JsonValue.object(Map.of("k", JsonValue.of(5)));
    assertThat(inner.toString(), equalTo("{\"k\":5}"));
    assertThat(inner.depth(), is(1));
    assertThat(inner.kind(), is(Kind.OBJECT));
  }

  @Test
  void ofEqualNamesTheLastCounts() throws Exception {
    assertThat(object("{\"a\":1,\"b\":2,\"a\":3}").keySet(), contains("a", "b"));
    assertThat(object("{\"a\":1,\"b\":2,\"a\":3}").get("a").text(), equalTo("3"));
  }

  @Test
  void longStringsAreFoundAtAnyDepth() throws Exception {
    String longText = "x".repeat(1025);
    assertThat(
        object("{\"p\":{\"a\":[\"" + longText + "\"]}}").get("p").hasStringLongerThan(1024),
        is(true));
    assertThat(
        object(
                "{\"p\":{\"a\":[\""
                    + longText.substring(1)
                    + "\",\""
                    + longText.substring(1)
                    + "\"]}}")
            .get("p")
            .hasStringLongerThan(1024),
        is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "[1]",
        "5",
        "\"x\"",
        "{",
        "{\"a\":}",
        "{\"a\":NaN}",
        "{\"a\":1}x",
        "{} {}",
        "{\"a\":01}",
        "{'a':1}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1,}",
        "\uFEFF"
      })
  void anythingButOneObjectIsRefused(String text) {
    assertThrows(MalformedJsonException.class, () -> object(text));
  }

  @Test
  void whatIsTooLargeForTheParserIsRefusedLikeAnyBadRow() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThrows(MalformedJsonException.class, () -> object("{\"a\":" + deep + "}"));
    assertThrows(MalformedJsonException.class, () -> object("{\"a\":" + "9".repeat(5_000) + "}"));
    assertThrows(MalformedJsonException.class, () -> object("{\"" + "k".repeat(60_000) + "\":1}"));
  }

  @Test
  void aRowInUtf16IsRefused() {
    byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThrows(MalformedJsonException.class, () -> JsonValue.parseObject(utf16));
  }

  @Test
  void aStringMayBeAsLongAsARow() throws Exception {
    JsonValue value = object("{\"a\":[\"" + "x".repeat(21_000_000) + "\"]}").get("a");
    assertThat(value.hasStringLongerThan(1024), is(true));
  }

  @Test
  void complaintsDoNotQuoteTheData() {
    MalformedJsonException e =
        assertThrows(
            MalformedJsonException.class, () -> object("{\"secret-name\":\"secret\", oops}"));

    assertThat(e.getMessage(), not(containsString("secret")));
    assertThat(e.getMessage(), containsString("at byte "));
  }

  private static Map<String, JsonValue> object(String text) throws MalformedJsonException {
    return JsonValue.parseObject(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package io.eventbackfill.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

  @Test
  void bytesAreComparedByContent() {
    assertThat(Bytes.of("é"), equalTo(Bytes.of(new byte[] {(byte) 0xc3, (byte) 0xa9})));
    assertThat(Bytes.of("é").hashCode(), is(Bytes.of("é").hashCode()));
    assertThat(Bytes.of("a"), not(equalTo(Bytes.of("b"))));
    assertThat(Bytes.of(""), not(equalTo(Bytes.of(" "))));
  }

  @Test
  void textComesBackAsItWas() {
    String text = "caf\u00e9 \u65e5\u672c \uD83D\uDE00 \u0000";

    assertThat(Bytes.of(text).text(), equalTo(text));
    assertThat(Bytes.of(text).isUtf8(), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a continuation alone, a lead alone, an overlong slash, half a surrogate pair, beyond
        // U+10FFFF
        "80",
        "c3",
        "c0af",
        "eda080",
        "f4908080"
      })
  void whatIsNotStrictlyUtf8IsNotUtf8(String hex) {
    assertThat(Bytes.of(HexFormat.of().parseHex(hex)).isUtf8(), is(false));
  }

  @Test
  void theArrayIsSharedNotCopied() {
    byte[] array = {1, 2};

    assertThat(Bytes.of(array).array(), sameInstance(array));
    assertThat(Bytes.of(array).length(), is(2));
  }

  @Test
  void bytesAreAppended() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bytes.of("a").writeTo(out);
    Bytes.of("b").writeTo(out);

    assertThat(Bytes.of(out.toByteArray()), equalTo(Bytes.of("ab")));
  }

  @Test
  void printingTellsNothingButTheLength() {
    assertThat(Bytes.of("jo@example.org").toString(), equalTo("14 bytes"));
  }
}

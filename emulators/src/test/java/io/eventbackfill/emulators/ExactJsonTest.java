package io.eventbackfill.emulators;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "123456789012345678901234567890",
        "1.50",
        "1e400",
        "1E+5",
        "1e99999999999",
        "-0",
        "-0.0",
        "0.1000000000000000055511151231257827",
        "{\"a\":[1.0,{\"b\":null,\"c\":true}],\"ä€\":\"\\\"\\\\\"}"
      })
  void writesWhatItRead(String text) throws IOException {
    byte[] written = ExactJson.write(ExactJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(new String(written, StandardCharsets.UTF_8), is(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1", "{} {}", "01", "nul", "{\"a\":}"})
  void refusesWhatIsNotOneValue(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThrows(IOException.class, () -> ExactJson.parse(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"😀\"", "\"\\ud800\"", "\"\\u0000\""})
  void textsSurviveByValue(String text) throws IOException {
    byte[] written = ExactJson.write(parse(text));
    assertThat(ExactJson.parse(written), is(parse(text)));
  }

  @Test
  void numbersAreEqualIfTheirTextsAre() throws IOException {
    assertThat(parse("1.50").equals(parse("1.5")), is(false));
    assertThat(parse("1.50").equals(parse("1.50")), is(true));
  }

  private static JsonNode parse(String text) throws IOException {
    return ExactJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}

package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({
    "123456789012, 123456789012",
    "1.23456789012E11, 123456789012",
    "1.0, 1",
    "1.50, 1.5",
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "0e5, 0",
    "-17, -17",
    "100, 100",
    "1e2, 100",
    "1E+2, 100",
    "12e-1, 1.2",
    "-1.25e-3, -0.00125",
    "9007199254740993, 9007199254740993",
    "123456789012345678901234567890, 123456789012345678901234567890",
  })
  void numbersAreWrittenWithoutExponentOrZerosAfterThePoint(String number, String plain) {
    assertThat(NumberText.plain(number, 1024), equalTo(plain));
  }

  @Test
  void numbersAreWrittenUpToTheGivenLength() {
    assertThat(NumberText.plain("1e400", 1024), equalTo("1" + "0".repeat(400)));
    assertThat(NumberText.plain("1e1023", 1024), equalTo("1" + "0".repeat(1023)));
    assertThat(NumberText.plain("1e1024", 1024), is(nullValue()));
    assertThat(NumberText.plain("-1e1023", 1024), is(nullValue()));
    assertThat(NumberText.plain("1e-1022", 1024), equalTo("0." + "0".repeat(1021) + "1"));
    assertThat(NumberText.plain("1e-1023", 1024), is(nullValue()));
    assertThat(NumberText.plain("12345", 5), equalTo("12345"));
    assertThat(NumberText.plain("123456", 5), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e2147483647",
        "1e-2147483647",
        "1e2147483648",
        "1e99999999999999999999",
        "1e-99999999999999999999"
      })
  void hugeExponentsCostNothing(String number) {
    assertThat(NumberText.plain(number, 1024), is(nullValue()));
    assertThat(NumberText.integer(number), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "7.0, 7",
    "0.7e1, 7",
    "-1, -1",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
  })
  void wholeNumbersAreIntegersHoweverWritten(String number, long value) {
    assertThat(NumberText.integer(number), is(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7.5", "1e-1", "1e400", "9223372036854775808", "-9223372036854775809", "1e19"})
  void otherNumbersAreNot(String number) {
    assertThat(NumberText.integer(number), is(nullValue()));
  }
}

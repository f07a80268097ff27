package io.eventbackfill.mappingfile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as JSON, and what the conversions of the README's table make of them. */
class ConversionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text    | \" A\\u0062 \"         | \" A\\u0062 \"",
        "text    | 1.50                   | \"1.50\"",
        "text    | 1e3                    | \"1e3\"",
        "text    | true                   | \"true\"",
        "text    | \"\"                   | \"\"",
        "text    | [1]                    | unusable",
        "text    | {}                     | unusable",
        "trim    | \" a b\\t\"            | \"a b\"",
        "trim    | \"\\u2003a\"           | \"a\"",
        "trim    | \"  \"                 | null",
        "trim    | 7                      | \"7\"",
        "trim    | {}                     | unusable",
        "lower   | \"ÄBc\"                | \"äbc\"",
        "lower   | \"TITLE\"              | \"title\"",
        "lower   | true                   | \"true\"",
        "lower   | []                     | unusable",
        "upper   | \"straße i\"           | \"STRASSE I\"",
        "upper   | false                  | \"FALSE\"",
        "upper   | {\"a\":1}              | unusable",
        "integer | 7                      | 7",
        "integer | 7.0                    | 7",
        "integer | 7e2                    | 700",
        "integer | \"007\"                | 7",
        "integer | \" +7 \"               | 7",
        "integer | \"-7\"                 | -7",
        "integer | 123456789012345678901  | 123456789012345678901",
        "integer | \"\"                   | null",
        "integer | 7.5                    | unusable",
        "integer | \"7.5\"                | unusable",
        "integer | 1e999                  | unusable",
        "integer | \"1,000\"              | unusable",
        "integer | \"0x7\"                | unusable",
        "integer | true                   | unusable",
        "integer | [7]                    | unusable",
        "number  | 1.50                   | 1.50",
        "number  | 1E+3                   | 1E+3",
        "number  | \"1.50\"               | 1.50",
        "number  | \"-.5\"                | -0.5",
        "number  | \"+00.10\"             | 0.10",
        "number  | \"1e3\"                | 1e3",
        "number  | \" \"                  | null",
        "number  | \"1,5\"                | unusable",
        "number  | \"5 kg\"               | unusable",
        "number  | \"5.\"                 | unusable",
        "number  | \"NaN\"                | unusable",
        "number  | \"Infinity\"           | unusable",
        "number  | \"1e99999\"            | unusable",
        "number  | \"١\"                  | unusable",
        "number  | false                  | unusable",
        "boolean | true                   | true",
        "boolean | false                  | false",
        "boolean | \"TRUE\"               | true",
        "boolean | \"t\"                  | true",
        "boolean | \" Yes \"              | true",
        "boolean | \"Y\"                  | true",
        "boolean | \"1\"                  | true",
        "boolean | 1                      | true",
        "boolean | \"f\"                  | false",
        "boolean | \"No\"                 | false",
        "boolean | \"n\"                  | false",
        "boolean | 0                      | false",
        "boolean | \"\"                   | null",
        "boolean | \"on\"                 | unusable",
        "boolean | 2                      | unusable",
        "boolean | 1.0                    | unusable",
        "boolean | []                     | unusable",
        "json    | \"{\\\"a\\\": 1.0}\"   | {\"a\": 1.0}",
        "json    | \"[1, 2]\"             | [1, 2]",
        "json    | \"7\"                  | 7",
        "json    | \"null\"               | null",
        "json    | \"\"                   | null",
        "json    | {\"a\": 1}             | {\"a\": 1}",
        "json    | 7                      | 7",
        "json    | \"{\"                  | unusable",
        "json    | \"{} {}\"              | unusable",
        "json    | \"\\ud800\"            | unusable",
        "json    | \"1\\u0000\"           | unusable",
      })
  void itMakesWhatTheTableSays(String code, String value, String made) {
    assertThat(convert(code, value), is(made));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"01.03.2024\" | {\"t\":\"2024-02-29T23:00:00Z\"}",
        "\"\"           | absent",
        "\"2024\"       | absent",
        "20240301       | absent",
      })
  void aTimeBecomesIsoInUtc(String value, String properties) {
    String document =
        Documents.SMALL
            + "event_properties: {t: {column: t, as: time, format: dd.MM.yyyy, zone:"
            + " Europe/Berlin}}\n";

    assertThat(
        Documents.attribute("event_properties", document, Documents.rowWith("\"t\":" + value)),
        is(properties));
  }

  private static String convert(String code, String json) {
    try {
      JsonValue made =
          Conversion.valueOf(code.toUpperCase(Locale.ROOT))
              .convert(JsonValue.parse(json.getBytes(StandardCharsets.UTF_8)));
      return made == null ? "unusable" : made.toString();
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

package io.eventbackfill.mappingfile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.mapping.Findings;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values, as JSON, and the times they are. A star marks a time that is noted as ambiguous. */
class TimeFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "seconds | 1709294400                 | 2024-03-01T12:00:00Z",
        "seconds | 1709294400.123456789       | 2024-03-01T12:00:00.123456Z",
        "seconds | \" 1709294400.5 \"         | 2024-03-01T12:00:00.500Z",
        "seconds | 1.7092944e9                | 2024-03-01T12:00:00Z",
        "seconds | 0                          | 1970-01-01T00:00:00Z",
        "seconds | -1                         | 1969-12-31T23:59:59Z",
        "seconds | -0.0000001                 | 1969-12-31T23:59:59.999999Z",
        "seconds | -62135596800               | 0001-01-01T00:00:00Z",
        "seconds | -62135596801               | none",
        "seconds | 253402300799.9             | 9999-12-31T23:59:59.900Z",
        "seconds | 253402300800               | none",
        "seconds | 1e400                      | none",
        "seconds | 1e-9999                    | 1970-01-01T00:00:00Z",
        "millis  | 1709294400123              | 2024-03-01T12:00:00.123Z",
        "millis  | \"-1.5\"                   | 1969-12-31T23:59:59.998500Z",
        "millis  | 1709294400123000           | none",
        "micros  | 1709294400123456           | 2024-03-01T12:00:00.123456Z",
        "micros  | -1                         | 1969-12-31T23:59:59.999999Z",
        "nanos   | 1709294400123456789        | 2024-03-01T12:00:00.123456Z",
        "nanos   | -1                         | 1969-12-31T23:59:59.999999Z",
        "nanos   | true                       | none",
        "nanos   | \"\"                       | none",
        "nanos   | \"1,5\"                    | none",
        "nanos   | [1]                        | none",
        "nanos   | \"2024-03-01\"             | none",
      })
  void itCountsFrom1970(String unit, String value, String time) {
    assertThat(read(new EpochTime(EpochTime.Unit.named("epoch-" + unit)), value), is(time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UTC           | 2024-03-01T12:00:00Z            | 2024-03-01T12:00:00Z",
        "UTC           | 2024-03-01 12:00:00.123456789   | 2024-03-01T12:00:00.123456Z",
        "UTC           | 2024-03-01T12:00                | 2024-03-01T12:00:00Z",
        "UTC           | ' 2024-03-01 '                  | 2024-03-01T00:00:00Z",
        "UTC           | 2024-02-29                      | 2024-02-29T00:00:00Z",
        "UTC           | 2023-02-29                      | none",
        "UTC           | 2024-03-01T24:30:00Z            | none",
        "UTC           | 01.03.2024                      | none",
        "UTC           | now                             | none",
        "Europe/Berlin | 2024-03-01                      | 2024-02-29T23:00:00Z",
        "Europe/Berlin | 2024-07-01T12:00:00             | 2024-07-01T10:00:00Z",
        "Europe/Berlin | 2024-07-01T12:00:00+05:30       | 2024-07-01T06:30:00Z",
        "Europe/Berlin | 2024-07-01T12:00:00Z            | 2024-07-01T12:00:00Z",
        "Europe/Berlin | 2024-03-31T01:59:59             | 2024-03-31T00:59:59Z",
        "Europe/Berlin | 2024-03-31T02:00:00             | 2024-03-31T01:00:00Z*",
        "Europe/Berlin | 2024-03-31T02:30:00             | 2024-03-31T01:30:00Z*",
        "Europe/Berlin | 2024-03-31T03:00:00             | 2024-03-31T01:00:00Z",
        "Europe/Berlin | 2024-10-27T01:59:59.9           | 2024-10-26T23:59:59.900Z",
        "Europe/Berlin | 2024-10-27T02:00:00             | 2024-10-27T00:00:00Z*",
        "Europe/Berlin | 2024-10-27T02:59:59.999999      | 2024-10-27T00:59:59.999999Z*",
        "Europe/Berlin | 2024-10-27T03:00:00             | 2024-10-27T02:00:00Z",
        "Europe/Berlin | 2024-10-27T02:30:00+01:00       | 2024-10-27T01:30:00Z",
        "+05:30         | 2024-03-01T12:00:00            | 2024-03-01T06:30:00Z",
      })
  void isoTimesAreInTheZoneUnlessTheyNameOne(String zone, String text, String time) {
    assertThat(read(new IsoTime(zone(zone)), json(text)), is(time));
  }

  @ParameterizedTest
  @CsvSource({"1709294400", "true", "[]", "{}"})
  void whatIsNoTextIsNoIsoTime(String value) {
    assertThat(read(new IsoTime(ZoneOffset.UTC), value), is("none"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dd.MM.yyyy HH:mm:ss   | 29.02.2024 08:05:09       | 2024-02-29T07:05:09Z",
        "dd.MM.yyyy HH:mm:ss   | 29.02.2023 08:05:09       | none",
        "dd.MM.yyyy HH:mm:ss   | 31.04.2024 08:05:09       | none",
        "dd.MM.yyyy HH:mm:ss   | 1.4.2024 08:05:09         | none",
        "dd.MM.yyyy HH:mm:ss   | 01.04.2024 25:05:09       | none",
        "dd.MM.yyyy HH:mm:ss   | 31.03.2024 02:30:00       | 2024-03-31T01:30:00Z*",
        "dd.MM.yyyy HH:mm:ss   | 27.10.2024 02:30:00       | 2024-10-27T00:30:00Z*",
        "M/d/yy h:mm a         | 7/4/24 3:07 pm            | 2024-07-04T13:07:00Z",
        "MMM d, yyyy           | mar 1, 2024               | 2024-02-29T23:00:00Z",
        "yyyyMMdd              | 20240301                  | 2024-02-29T23:00:00Z",
        "d MMM yyyy HH:mm:ss Z | 1 Mar 2024 12:00:00 -0800 | 2024-03-01T20:00:00Z",
        "yyyy-MM-dd HH:mm VV   | 2024-07-01 12:00 Asia/Tokyo | 2024-07-01T03:00:00Z",
        "dd/MMM/yyyy:HH:mm:ss Z | 01/Mar/2024:12:00:00 +0100 | 2024-03-01T11:00:00Z",
      })
  void patternsReadWhatTheyDescribe(String pattern, String text, String time) {
    assertThat(read(PatternTime.of(pattern, zone("Europe/Berlin")), json(text)), is(time));
  }

  private static ZoneId zone(String name) {
    return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
  }

  private static String json(String text) {
    return JsonValue.of(text.replace("'", "")).toString();
  }

  private static String read(TimeFormat format, String json) {
    Findings findings = new Findings();
    long micros;
    try {
      JsonValue value = JsonValue.parse(json.getBytes(StandardCharsets.UTF_8));
      micros = format.micros(value, findings, "t");
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
    return micros == TimeFormat.UNUSABLE
        ? "none"
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS) + (findings.notes().isEmpty() ? "" : "*");
  }
}

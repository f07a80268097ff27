package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.model.JsonValue;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTimeTest {

  /** Text, and the microseconds since 1970 UTC it means, computed with another language. */
  @ParameterizedTest
  @CsvSource({
    // As real exports have it, and as the Export API's page shows it.
    "2025-07-01 16:34:54.837000, 1751387694837000",
    "2015-08-10T12:00:00.000000, 1439208000000000",
    // Zero to nine digits of fraction; what is beyond microseconds is cut.
    "2025-07-01 16:34:54, 1751387694000000",
    "2025-07-01T16:34:54.8, 1751387694800000",
    "2025-07-01 16:34:54.83, 1751387694830000",
    "2025-07-01 16:34:54.837, 1751387694837000",
    "2025-07-01 16:34:54.8370, 1751387694837000",
    "2025-07-01 16:34:54.83701, 1751387694837010",
    "2025-07-01 16:34:54.837012, 1751387694837012",
    "2025-07-01 16:34:54.8370129, 1751387694837012",
    "2025-07-01 16:34:54.83701299, 1751387694837012",
    "2025-07-01 16:34:54.837012999, 1751387694837012",
    // Zones.
    "2025-07-01T16:34:54.837Z, 1751387694837000",
    "2025-07-01T16:34:54Z, 1751387694000000",
    "2025-07-01 16:34:54.837000+00:00, 1751387694837000",
    "2025-07-01T16:34:54.837+02:00, 1751380494837000",
    "2025-07-01T16:34:54.837+0200, 1751380494837000",
    "2025-07-01T16:34:54.837+02, 1751380494837000",
    "2025-07-01T16:34:54.837-03:30, 1751400294837000",
    "2025-07-01T16:34:54.837+0545, 1751366994837000",
    "1970-01-01T00:30:00+01, -1800000000",
    // As BigQuery and Snowflake print them.
    "2025-07-01 16:34:54.837000 UTC, 1751387694837000",
    "2025-07-01 16:34:54.837 +0200, 1751380494837000",
    "2025-07-01 16:34:54.837 Z, 1751387694837000",
    // Before 1970, and the ends of the calendar.
    "1969-12-31 23:59:59.999999, -1",
    "1969-12-31 23:59:59.9999999, -1",
    "1900-01-01 00:00:00, -2208988800000000",
    "0001-01-01 00:00:00, -62135596800000000",
    "9999-12-31 23:59:59.999999, 253402300799999999",
    // Leap days.
    "2024-02-29 00:00:00, 1709164800000000",
    "2000-02-29 12:00:00, 951825600000000",
    // The hour that New York's clocks leave out, and the one they show twice.
    "2025-03-09 02:30:00, 1741487400000000",
    "2025-11-02 01:30:00, 1762047000000000",
    // As Amplitude exported for some days of May 2022.
    "2022:05:27 01:02:50.047099, 1653613370047099",
  })
  void timestampsAreMicrosecondsSince1970Utc(String text, long micros) {
    assertThat(ExportTime.micros(text), is(micros));
    assertThat(ExportTime.micros(JsonValue.of(text)), is(micros));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "2025-07-01",
        "2025-07-01 16:34",
        "2025-07-01_16:34:54",
        "2025-07-01 16:34:54.",
        "2025-07-01 16:34:54.0123456789",
        "2025-07-01 16:34:54,837",
        "2025-07-01 16:34:54.837000 ",
        "2025-07-01 16:34:54.837000  UTC",
        " 2025-07-01 16:34:54.837000",
        "2025-07-01 16:34:54.837000ZZ",
        "2025-07-01 16:34:54.837000UTCx",
        "2025-07-01 16:34:54.837000 CET",
        "2025-07-01 16:34:54.837000+",
        "2025-07-01 16:34:54.837000+2",
        "2025-07-01 16:34:54.837000+02:",
        "2025-07-01 16:34:54.837000+02:0",
        "2025-07-01 16:34:54.837000+020",
        "2025-07-01 16:34:54.837000+02-00",
        "2025-07-01 16:34:54.837000+19:00",
        "2025-07-01 16:34:54.837000+02:60",
        "2025-07-01 16:34:54.837000-ab:cd",
        "2025-02-30 00:00:00",
        "2025-02-29 00:00:00",
        "1900-02-29 00:00:00",
        "2025-04-31 00:00:00",
        "2025-00-01 00:00:00",
        "2025-13-01 00:00:00",
        "2025-01-00 00:00:00",
        "2025-01-32 00:00:00",
        "2025-07-01 24:00:00",
        "2025-07-01 25:00:00",
        "2025-07-01 16:60:00",
        "2016-12-31 23:59:60",
        "2025-7-1 16:34:54.837000",
        "2025-07:01 16:34:54.837000",
        "2025/07/01 16:34:54",
        "-025-07-01 16:34:54",
        "12025-07-01 16:34:54",
        "2025-07-01 16.34.54",
        "202a-07-01 16:34:54",
        "２０２５-07-01 16:34:54",
        "1751387694837",
        "1751387694837000000000",
        "Tue, 01 Jul 2025 16:34:54 GMT",
      })
  void anythingElseIsUnusable(String text) {
    assertThat(ExportTime.micros(text), is(ExportTime.UNUSABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1751387694837", "1751387694837000", "1.5", "true", "null", "{}", "[]", "\"\""})
  void numbersAndOtherValuesAreNotGuessedAt(String json) throws Exception {
    JsonValue value = ExportRow.rowOf("{\"t\":" + json + "}").field("t");

    assertThat(ExportTime.micros(value), is(ExportTime.UNUSABLE));
  }

  /** Otherwise these tests would not notice a time read in the machine's zone. */
  @Test
  void testsRunInAZoneFarFromUtc() {
    assertThat(System.getenv("TZ"), equalTo("America/New_York"));
    assertThat(TimeZone.getDefault().getRawOffset(), is(not(0)));
  }
}

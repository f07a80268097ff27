package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.mapping.ExportSettings.TimeSource;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.Event.Who;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What, when and whose: a row's type, time and ids. */
class ExportEventTest {
  // Types.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"revenue_amount\" | revenue_amount",
        "\"session_start\" | session_start",
        "\"[Amplitude] Page Viewed\" | [Amplitude] Page Viewed",
        "\"$exposure\" | $exposure",
        "\" \\u00e9 \" | ' é '",
        "404 | 404",
        "1e3 | 1e3",
      })
  void typesAreKept(String json, String type) {
    assertThat(Mapped.of(ExportRow.small().with("event_type", json)).event().type(), equalTo(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | missing-event-type:event_type",
        "\"\" | missing-event-type:event_type",
        "true | invalid-field:event_type",
        "{} | invalid-field:event_type",
        "[\"a\"] | invalid-field:event_type",
        "\"$identify\" | not-an-event:event_type",
        "\"$groupidentify\" | not-an-event:event_type",
        "\"verified_revenue\" | derived-event:event_type",
        "\"unverified_revenue\" | derived-event:event_type",
        "\"[Amplitude] Revenue (Verified)\" | derived-event:event_type",
        "\"[Amplitude] Revenue (Unverified)\" | derived-event:event_type",
        "\"[Amplitude] Merged User\" | derived-event:event_type",
      })
  void someTypesAreNoEventsToSend(String json, String refusal) {
    assertThat(Mapped.of(ExportRow.small().with("event_type", json)).refusal(), equalTo(refusal));
  }

  @Test
  void aRowWithoutTypeIsRefused() {
    assertThat(
        Mapped.of(ExportRow.small().without("event_type")).refusal(),
        equalTo("missing-event-type:event_type"));
  }

  @Test
  void derivedEventsAreSkippedAndPropertyUpdatesRejected() {
    assertThat(
        disposition(ExportRow.small().with("event_type", "\"verified_revenue\"")),
        is(Disposition.SKIPPED));
    assertThat(
        disposition(ExportRow.small().with("event_type", "\"$identify\"")),
        is(Disposition.REJECTED));
  }

  @ParameterizedTest
  @CsvSource({"\"identify\"", "\"Event\"", "1", "true", "{}"})
  void otherKindsOfRecordsAreNoEvents(String dataType) {
    assertThat(
        Mapped.of(ExportRow.small().with("data_type", dataType)).refusal(),
        equalTo("not-an-event:data_type"));
  }

  /** The rows of merged ids, by the S3 export page. */
  @Test
  void rowsOfMergedIdsAreSkipped() {
    String row =
        "{\"scope\":189524,\"merge_time\":1579970000000,\"merge_server_time\":1579970000001,"
            + "\"amplitude_id\":1,\"merged_amplitude_id\":2}";

    Mapped mapped = new Mapped(AmplitudeExportMapping.withDefaults().map(ExportRow.rowOf(row)));

    assertThat(mapped.refusal(), equalTo("merged-id-row:"));
    assertThat(mapped.refused().reason().disposition(), is(Disposition.SKIPPED));
  }

  // Time.

  @Test
  void theTimeFallsBackAlongTheChain() {
    ExportRow row =
        ExportRow.small()
            .with("client_event_time", "\"2025-01-01 00:00:01\"")
            .with("server_received_time", "\"2025-01-01 00:00:02\"")
            .with("server_upload_time", "\"2025-01-01 00:00:03\"");

    row.with("event_time", "\"2025-02-30 00:00:00\"");
    assertThat(Mapped.of(row).event().time().millis(), is(1735689601000L));
    assertThat(Mapped.of(row).notes(), contains("time-fallback:client_event_time"));
    row.with("client_event_time", "1735689601000");
    assertThat(Mapped.of(row).event().time().millis(), is(1735689602000L));
    assertThat(Mapped.of(row).notes(), contains("time-fallback:server_received_time"));
    row.without("server_received_time");
    assertThat(Mapped.of(row).event().time().millis(), is(1735689603000L));
    assertThat(Mapped.of(row).notes(), contains("time-fallback:server_upload_time"));
  }

  @Test
  void theClientsTimeCanBeChosen() {
    ExportSettings settings =
        ExportSettings.defaults().withTimeSource(TimeSource.CLIENT_EVENT_TIME);
    ExportRow row = ExportRow.small().with("client_event_time", "\"2025-07-01 16:34:00\"");

    assertThat(Mapped.with(settings, row).event().time().millis(), is(1751387640000L));
    assertThat(Mapped.with(settings, row).notes(), empty());
    row.with("client_event_time", "null");
    assertThat(Mapped.with(settings, row).event().time().millis(), is(1751387694837L));
    assertThat(Mapped.with(settings, row).notes(), contains("time-fallback:event_time"));
  }

  @Test
  void aDateWithColonsIsNotedOfTheTimeThatCounts() {
    ExportRow row = ExportRow.small().with("event_time", "\"2022:05:27 01:02:50.047099\"");

    assertThat(Mapped.of(row).event().time().micros(), is(1653613370047099L));
    assertThat(Mapped.of(row).notes(), contains("odd-time:event_time"));
    row.with("event_time", "null").with("client_event_time", "\"2022:05:27 01:02:50\"");
    assertThat(
        Mapped.of(row).notes(),
        contains("time-fallback:client_event_time", "odd-time:client_event_time"));
    row.with("event_time", "\"2022-05-27 01:02:50\"");
    assertThat(Mapped.of(row).notes(), empty());
  }

  @Test
  void clocksMoreThanAMinuteApartAreNoted() {
    ExportRow row = ExportRow.small().with("event_time", "\"2025-07-01 16:01:00.000000\"");

    assertThat(
        Mapped.of(row.with("client_event_time", "\"2025-07-01 16:00:00.000000\"")).notes(),
        empty());
    assertThat(
        Mapped.of(row.with("client_event_time", "\"2025-07-01 15:59:59.999999\"")).notes(),
        contains("clock-gap"));
    assertThat(
        Mapped.of(row.with("client_event_time", "\"2025-07-01 16:02:00.000001\"")).notes(),
        contains("clock-gap"));
  }

  // Order and session.

  @ParameterizedTest
  @CsvSource({"135, 135", "0, 0", "-3, -3", "135.0, 135", "991179682, 991179682"})
  void eventIdsAreKept(String json, long eventId) {
    assertThat(
        Mapped.of(ExportRow.small().with("event_id", json)).event().time().eventId(), is(eventId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e400", "\"135\"", "\"\"", "true", "[]", "9223372036854775808"})
  void otherEventIdsAreLeftOutAndNoted(String json) {
    Mapped mapped = Mapped.of(ExportRow.small().with("event_id", json));

    assertThat(mapped.event().time().eventId(), is(nullValue()));
    assertThat(mapped.notes(), contains("field-dropped:event_id"));
  }

  @Test
  void anUnusableUploadTimeIsUnknown() {
    Mapped mapped = Mapped.of(ExportRow.small().with("server_upload_time", "\"soon\""));

    assertThat(mapped.event().time().uploadedMicros(), is(0L));
  }

  // Ids.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\" Jo \" | ' Jo '",
        "\"\\u0041nonymous\" | Anonymous",
        "\"1.0\" | 1.0",
        "123456789012 | 123456789012",
        "1.23456789012E11 | 123456789012",
        "1.0 | 1",
        "0 | 0",
        "\"abc\" | abc",
      })
  void idsAreKeptAsTheyAre(String json, String id) {
    Who who =
        Mapped.of(
                ExportRow.small()
                    .with("user_id", json)
                    .with("device_id", json)
                    .with("amplitude_id", json))
            .event()
            .who();

    assertThat(who, equalTo(new Who(id, id, id)));
  }

  @ParameterizedTest
  @CsvSource({"null", "\"\""})
  void emptyIdsAreAbsent(String json) {
    Mapped mapped = Mapped.of(ExportRow.small().with("user_id", json).with("device_id", json));

    assertThat(mapped.event().who(), equalTo(new Who(null, null, null)));
    assertThat(mapped.notes(), empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "{}", "[\"jo\"]", "1e1024", "1e99999999999"})
  void whatCanBeNoIdIsLeftOutAndNoted(String json) {
    Mapped mapped = Mapped.of(ExportRow.small().with("user_id", json).with("amplitude_id", json));

    assertThat(mapped.event().who(), equalTo(new Who("device-1", null, null)));
    assertThat(mapped.notes(), contains("field-dropped:user_id"));
  }

  /** It differs per project: as a user id it would make new users. */
  @Test
  void theMergedIdIsNeverAUser() {
    ExportRow row = ExportRow.small().without("device_id").with("amplitude_id", "1263130950579");

    assertThat(Mapped.of(row).event().who(), equalTo(new Who(null, null, "1263130950579")));
  }

  private static Disposition disposition(ExportRow row) {
    return Mapped.of(row).refused().reason().disposition();
  }
}

package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backfill of an export into Amplitude must get right, row by row: time and ids. */
class ExportAcceptanceTest {

  @Test
  void withoutInsertIdTheUuidIsTheIdentityInEveryRun() {
    ExportRow row = ExportRow.full().with("$insert_id", "null");

    assertThat(
        Mapped.of(row).event().identity(), equalTo("uuid:a6ec45f6-0016-4907-b433-5bf4e4a56908"));
    assertThat(Mapped.of(row), equalTo(Mapped.of(row)));
  }

  @Test
  void identicalRowsWithoutInsertIdAndUuidAreOneEvent() {
    ExportRow row = ExportRow.full().with("$insert_id", "null").with("uuid", "null");
    ExportRow other = ExportRow.full().without("$insert_id", "uuid").with("event_id", "136");

    assertThat(Mapped.of(row).event().identity(), equalTo(Mapped.of(row).event().identity()));
    assertThat(
        Mapped.of(row).event().identity(), not(equalTo(Mapped.of(other).event().identity())));
  }

  /** Surefire sets TZ=America/New_York. */
  @Test
  void timesWithoutZoneAreUtcWhereverTheMachineIs() {
    Event event =
        Mapped.of(ExportRow.small().with("event_time", "\"2025-07-01 16:34:54.837000\"")).event();

    assertThat(event.time().millis(), is(1751387694837L));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-07-01T16:34:54.837000, 1751387694837",
    "2025-07-01T16:34:54.837Z, 1751387694837",
    "2025-07-01 18:34:54.837+02:00, 1751387694837",
    "2025-07-01 16:34:54, 1751387694000",
    "2025-07-01 16:34:54.837, 1751387694837",
    "2025-07-01 16:34:54.837999, 1751387694837",
    "2025-07-01 16:34:54.837999999, 1751387694837",
    "1969-12-31 23:59:59.999999, -1",
    "1969-12-31 23:59:59.998001, -2",
  })
  void timesAreRoundedDownToMilliseconds(String text, long millis) {
    Event event = Mapped.of(ExportRow.small().with("event_time", '"' + text + '"')).event();

    assertThat(event.time().millis(), is(millis));
  }

  @Test
  void withoutEventTimeTheClientsIsUsedAndNoted() {
    Mapped mapped =
        Mapped.of(
            ExportRow.small()
                .with("event_time", "\"\"")
                .with("client_event_time", "\"2025-07-01 16:34:54.837000\""));

    assertThat(mapped.event().time().millis(), is(1751387694837L));
    assertThat(mapped.notes(), contains("time-fallback:client_event_time"));
  }

  @Test
  void withoutAnyTimeTheRowIsRefusedAndNeverNow() {
    Mapped mapped =
        Mapped.of(
            ExportRow.small()
                .with("event_time", "\"\"")
                .with("client_event_time", "null")
                .with("server_received_time", "1751387694837")
                .with("processed_time", "\"2025-07-01 16:34:54.837000\"")
                .with("client_upload_time", "\"2025-07-01 16:34:54.837000\""));

    assertThat(
        mapped.refused(),
        equalTo(
            new Refused(
                Reason.MISSING_TIME,
                "event_time",
                "event_time is not a time, client_event_time is missing,"
                    + " server_received_time is not a time, server_upload_time is missing")));
  }

  @Test
  void anonymousIsNoUserButTheDeviceIs() {
    Checked checked = AmplitudeRules.check(5, ExportRow.small().with("user_id", "\"Anonymous\""));

    assertThat(((Kept) checked).event().who(), equalTo(new Who("device-1", null, null)));
    assertThat(((Kept) checked).notes(), contains(Note.ID_DROPPED.about("user_id")));
  }

  @Test
  void anonymousWithoutDeviceIsRefused() {
    Checked checked =
        AmplitudeRules.check(
            5, ExportRow.small().with("user_id", "\"Anonymous\"").with("device_id", "\"\""));

    assertThat(
        checked,
        equalTo(
            new Refused(
                Reason.MISSING_ID,
                "user_id",
                "user_id is on the destination's list of values that are no ids")));
  }

  @Test
  void aNumberAsUserIsItsDigits() {
    Checked checked = AmplitudeRules.check(5, ExportRow.small().with("user_id", "123456789012"));

    assertThat(((Kept) checked).event().who().user(), equalTo("123456789012"));
  }

  @Test
  void aShortUserIsDroppedUnlessTheLeastLengthAllowsIt() {
    ExportRow row = ExportRow.small().with("user_id", "\"abc\"");

    assertThat(((Kept) AmplitudeRules.check(5, row)).event().who().user(), is(nullValue()));
    assertThat(
        ((Kept) AmplitudeRules.check(5, row)).notes(), contains(Note.ID_DROPPED.about("user_id")));
    assertThat(((Kept) AmplitudeRules.check(3, row)).event().who().user(), equalTo("abc"));
    assertThat(((Kept) AmplitudeRules.check(3, row)).notes(), empty());
  }

  /** An invented one would make a second key by which the vendor drops the later event. */
  @Test
  void eventIdsAreNeverInvented() {
    for (String json : new String[] {"null", "\"\"", "1.5"}) {
      Event event = Mapped.of(ExportRow.small().with("event_id", json)).event();
      assertThat(event.time().eventId(), is(nullValue()));
    }
    assertThat(Mapped.of(ExportRow.small()).event().time().eventId(), is(nullValue()));
  }
}

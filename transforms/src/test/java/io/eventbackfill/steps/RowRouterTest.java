package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.nullValue;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.TimeRange;
import io.eventbackfill.source.SetAsideFormat;
import io.eventbackfill.steps.RowRouter.Routed;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRouterTest {
  private static final String TIME = "2025-07-01 16:34:54.837123";
  private static final String ROW = Given.row("insert-1", "device-1", TIME);
  private static final Origin DEFERRED = new Origin("deferred/part-00000.jsonl", null, 9);

  @Test
  void anEventGoesToItsLaneWithAllItNeeds() {
    Routed.ToLane lane = toLane(Given.raw("a.json", 7, ROW));
    QueuedEvent event = lane.event();

    assertThat(event.identity(), equalTo("insert-1"));
    assertThat(event.time().micros(), equalTo(1_751_387_694_837_123L));
    assertThat(event.orderKey(), equalTo("d:device-1"));
    assertThat(event.who().device(), equalTo("device-1"));
    assertThat(event.who().mergedId(), nullValue());
    assertThat(event.origin(), equalTo(new Origin("a.json", null, 7)));
    assertThat(
        event.body().text(),
        equalTo(
            "{\"insert_id\":\"insert-1\",\"event_type\":\"x\",\"time\":1751387694837,"
                + "\"device_id\":\"device-1\",\"$skip_user_properties_sync\":true}"));
  }

  @Test
  void theOrderKeyIsOfTheIdsThatAreLeft() {
    String row = ROW.replace("device-1", "null").replace("{", "{\"user_id\":\"jo@example.org\",");

    Routed.ToLane lane = toLane(Given.raw("a.json", 7, row));

    assertThat(lane.event().orderKey(), equalTo("u:jo@example.org"));
    assertThat(lane.event().who().device(), nullValue());
    assertThat(lane.notes(), contains(Note.ID_DROPPED.about("device_id")));
  }

  @Test
  void theOrderMayBeThatOfTheMergedId() {
    String row = ROW.replace("{", "{\"amplitude_id\":1263130950579,");
    RowRouter router =
        new RowRouter(Given.MAPPING, Given.destination(), OrderBy.AMPLITUDE_ID, Selection.ALL);

    Routed.ToLane lane = (Routed.ToLane) router.route(Given.raw("a.json", 7, row));

    assertThat(lane.event().orderKey(), equalTo("a:1263130950579"));
    assertThat(lane.event().who().mergedId(), nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t \r"})
  void aBlankLineIsSkipped(String line) {
    assertThat(refusal(line), equalTo(Refused.because(Reason.BLANK_LINE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1]", "1", "null", "{}{}", "{\"a\":NaN}", "\u00a0", "x"})
  void whatIsNotOneJsonObjectIsADeadLetterWithItsBytes(String line) {
    SetAside aside = aside(Given.raw("a.json", 7, line));

    assertThat(aside.cause().reason(), equalTo(Reason.INVALID_JSON));
    assertThat(aside.origin(), equalTo(new Origin("a.json", null, 7)));
    assertThat(aside.row(), equalTo(Bytes.of(line)));
    assertThat(aside.event(), nullValue());
  }

  @Test
  void aRowTheMappingRefusesKeepsItsBytesAndTheFieldToBlame() {
    String row = ROW.replace(TIME, "yesterday");

    SetAside aside = aside(Given.raw("a.json", 7, row));

    assertThat(aside.cause().reason(), equalTo(Reason.MISSING_TIME));
    assertThat(aside.cause().field(), equalTo("event_time"));
    assertThat(aside.row(), equalTo(Bytes.of(row)));
  }

  @Test
  void anEventTheDestinationWouldRefuseIsNotSent() {
    assertThat(refusal(ROW.replace("device-1", "null")).reason(), equalTo(Reason.MISSING_ID));
  }

  @Test
  void anEventLargerThanARequestMayBeIsNotSent() {
    String text = "\"" + "x".repeat(5_000_000) + "\"";
    String properties = "{\"a\":" + text + ",\"b\":" + text + ",\"c\":" + text + ",\"d\":" + text;
    String row = ROW.replace("{\"$", "{\"event_properties\":" + properties + "},\"$");

    Refused refused = refusal(row);

    assertThat(refused.reason(), equalTo(Reason.TOO_LARGE));
    assertThat(refused.detail(), containsString("200001"));
  }

  @Test
  void whatAVendorHasStoredIsTakenAsItWasStoredWhateverWouldBeRefused() {
    String row = ROW.replace("device-1", "null");
    RowRouter router =
        new RowRouter(
            Given.MAPPING,
            Given.destination(),
            OrderBy.DEVICE_ID,
            Selection.ALL,
            new OwnBody("{\"uuid\":\"insert-1\"}"));

    Routed.ToLane lane = (Routed.ToLane) router.route(Given.raw("a.json", 7, row));

    assertThat(lane.event().body().text(), equalTo("{\"uuid\":\"insert-1\"}"));
    assertThat(lane.event().identity(), equalTo("insert-1"));
  }

  @Test
  void onlyTheChosenProjectIsTaken() {
    RowRouter router =
        new RowRouter(
            Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, Selection.ofProject("7"));
    RawRow chosen = Given.raw("a.json", 1, ROW.replace("{", "{\"app\":7,"));
    RawRow other = Given.raw("a.json", 2, ROW.replace("{", "{\"app\":8,"));
    RawRow unnamed = Given.raw("a.json", 3, ROW);

    assertThat(((Routed.ToLane) router.route(chosen)).project(), equalTo(Optional.of("7")));
    assertThat(
        ((Routed.Aside) router.route(other)).aside().cause().reason(),
        equalTo(Reason.OTHER_PROJECT));
    assertThat(((Routed.ToLane) router.route(unnamed)).project(), equalTo(Optional.empty()));
  }

  @Test
  void aRefusedRowThatLacksFieldsIsLeftToBeReadAgain() {
    RawRow part = new RawRow(new Origin("a.parquet", null, 7), Bytes.of("{}"), false);

    SetAside aside = aside(part);

    assertThat(aside.cause().reason(), equalTo(Reason.MISSING_EVENT_TYPE));
    assertThat(aside.row(), nullValue());
  }

  @Test
  void anEventThatIsNotSelectedIsSkippedBeforeTheDestinationsRulesSeeIt() {
    Selection selection = new Selection(null, new TimeRange(0, 1), Set.of(), Set.of());
    RowRouter router =
        new RowRouter(Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, selection);
    RawRow withoutIds = Given.raw("a.json", 1, ROW.replace("device-1", "null"));

    assertThat(
        ((Routed.Aside) router.route(withoutIds)).aside().cause(),
        equalTo(Refused.because(Reason.OUTSIDE_RANGE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$insert_id\":\"i\",\"device_id\":\"device-1\",\"event_time\":\"2025-07-01 16:34:54\","
            + "\"event_type\":\"x\"}",
        // no identity of its own: the row itself makes one
        "{\"device_id\":\"device-1\", \"event_time\":\"2025-07-01"
            + " 16:34:54\",\"event_type\":\"é😀\",\"event_properties\":{\"n\":9007199254740993,\"t\":\"\\u00e9\\n"
            + "\"}}"
      })
  void aRecordThatWasSetAsideBecomesTheSameEventAgain(String row) {
    QueuedEvent first = toLane(Given.raw("a.json", 7, row)).event();

    QueuedEvent again = toLane(wrapped(Bytes.of(row), first.identity())).event();

    assertThat(again.identity(), equalTo(first.identity()));
    assertThat(again.body(), equalTo(first.body()));
    assertThat(again.time(), equalTo(first.time()));
    assertThat(again.orderKey(), equalTo(first.orderKey()));
    // The account and the restored row are those of the file that was read now.
    assertThat(again.origin(), equalTo(DEFERRED));
  }

  @Test
  void aCorrectionMakesNoOtherEventOfARowWithoutAnIdentity() {
    String row =
        "{\"device_id\":\"device-1\",\"event_time\":\"2025-07-01 16:34:54\",\"event_type\":\"x\"}";
    String first = toLane(Given.raw("a.json", 7, row)).event().identity();

    QueuedEvent again = toLane(wrapped(Bytes.of(row.replace("x", "y")), first)).event();

    assertThat(again.identity(), equalTo(first));
    assertThat(again.body().text(), containsString("\"event_type\":\"y\""));
  }

  @Test
  void anIdentityThatWasCorrectedCounts() {
    QueuedEvent again = toLane(wrapped(Bytes.of(ROW.replace("insert-1", "insert-2")))).event();

    assertThat(again.identity(), equalTo("insert-2"));
  }

  /** The end of a file can't be tried again; nor is it forgotten why that end is missing. */
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"LINE_TOO_LONG", "INVALID_ROW", "TRUNCATED_FILE", "UNREADABLE_FILE"})
  void aPieceOfAFileStaysWhatItWas(Reason reason) {
    Refused cause = new Refused(reason, "", "as it was");
    for (String piece : new String[] {"", "{\"device_id\":\"dev", "a,b,c"}) {
      SetAside before =
          new SetAside(new Origin("a.gz", "m", 0), cause, "", null, null, Bytes.of(piece));

      SetAside again = aside(new RawRow(DEFERRED, Bytes.of(SetAsideFormat.line(before))));

      assertThat(again, equalTo(before));
    }
  }

  @Test
  void aPieceThatWasMadeARowIsOne() {
    SetAside before =
        new SetAside(
            new Origin("a.csv", null, 3),
            new Refused(Reason.INVALID_ROW, "", "it has 2 fields, the header 3"),
            "",
            null,
            null,
            Bytes.of(ROW));

    QueuedEvent event = toLane(new RawRow(DEFERRED, Bytes.of(SetAsideFormat.line(before)))).event();

    assertThat(event.identity(), equalTo("insert-1"));
  }

  @Test
  void aRecordThatIsRefusedAgainNamesItsFirstOrigin() {
    SetAside aside = aside(wrapped(Bytes.of("{\"a\":")));

    assertThat(aside.cause().reason(), equalTo(Reason.INVALID_JSON));
    assertThat(aside.origin(), equalTo(new Origin("a.json", null, 7)));
    assertThat(aside.row(), equalTo(Bytes.of("{\"a\":")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xff, 0xc0, 0xed})
  void aRecordOfBytesThatAreNoTextIsRefusedAsSuch(int bad) {
    byte[] row = Bytes.of(ROW.replace("\"x\"", "\"?\u0000\"")).array();
    for (int i = 0; i < row.length; i++) {
      row[i] = row[i] == '?' ? (byte) bad : row[i] == 0 ? (byte) 0xa0 : row[i];
    }

    assertThat(aside(wrapped(Bytes.of(row))).cause().reason(), equalTo(Reason.INVALID_UTF8));
  }

  @Test
  void aRecordWithoutARowIsADeadLetter() {
    SetAside aside =
        aside(new RawRow(DEFERRED, Bytes.of("{\"event_backfill\":\"set-aside/1\",\"event\":{}}")));

    assertThat(aside.cause().reason(), equalTo(Reason.INVALID_ROW));
  }

  private static RawRow wrapped(Bytes row) {
    return wrapped(row, "insert-1");
  }

  private static RawRow wrapped(Bytes row, String identity) {
    SetAside aside =
        new SetAside(
            new Origin("a.json", null, 7),
            Refused.because(Reason.DAILY_QUOTA),
            identity,
            null,
            Bytes.of("{\"other\":1}"),
            row);
    return new RawRow(DEFERRED, Bytes.of(SetAsideFormat.line(aside)));
  }

  private static Routed route(RawRow row) {
    return new RowRouter(Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, Selection.ALL)
        .route(row);
  }

  private static Routed.ToLane toLane(RawRow row) {
    Routed routed = route(row);
    assertThat(routed, instanceOf(Routed.ToLane.class));
    return (Routed.ToLane) routed;
  }

  private static SetAside aside(RawRow row) {
    Routed routed = route(row);
    assertThat(routed, instanceOf(Routed.Aside.class));
    return ((Routed.Aside) routed).aside();
  }

  private static Refused refusal(String line) {
    return aside(Given.raw("a.json", 7, line)).cause();
  }
}

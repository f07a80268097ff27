package io.eventbackfill.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SetAside.Attempts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetAsideFormatTest {
  private static final Origin PLAIN = new Origin("exports/a.json", null, 17);
  private static final Origin MEMBER = new Origin("exports/a.zip", "187520/a_0#0.json.gz", 3);

  private static final SetAside NEVER_AN_EVENT =
      new SetAside(
          PLAIN, Refused.because(Reason.INVALID_JSON), "", null, null, Bytes.of("{\"a\": \"é\"\t"));

  private static final SetAside NOT_UTF8 =
      new SetAside(
          MEMBER,
          Refused.because(Reason.INVALID_UTF8),
          "",
          null,
          null,
          Bytes.of(new byte[] {'{', (byte) 0xff, '}'}));

  private static final SetAside TRIED =
      new SetAside(
          MEMBER,
          new Refused(Reason.INVALID_FIELD, "time", "HTTP 400 \"bad\""),
          "insert-1",
          new Attempts(
              2,
              400,
              Instant.parse("2026-01-01T00:00:00Z"),
              Instant.parse("2026-01-01T00:00:30.500Z")),
          Bytes.of("{\"insert_id\":\"insert-1\",\"n\":1.50}"),
          Bytes.of("{\"$insert_id\":\"insert-1\"}"));

  private static final SetAside DEFERRED_UNTRIED =
      new SetAside(
          PLAIN,
          new Refused(Reason.DAILY_QUOTA, "", "an earlier one was"),
          "insert-1",
          null,
          Bytes.of("{}"),
          Bytes.of("{\"$insert_id\":\"insert-1\"}"));

  private static final SetAside WHOLE_FILE =
      new SetAside(
          new Origin("exports/a.json", null, 0),
          new Refused(Reason.UNREADABLE_FILE, "", "no such file"),
          "",
          null,
          null,
          Bytes.of(""));

  static List<SetAside> kinds() {
    return List.of(NEVER_AN_EVENT, NOT_UTF8, TRIED, DEFERRED_UNTRIED, WHOLE_FILE);
  }

  @Test
  void aRowThatNeverBecameAnEvent() {
    assertThat(
        SetAsideFormat.line(NEVER_AN_EVENT),
        equalTo(
            "{\"event_backfill\":\"set-aside/1\",\"disposition\":\"rejected\","
                + "\"reason\":\"invalid-json\","
                + "\"origin\":{\"file\":\"exports/a.json\",\"row\":17},"
                + "\"row\":\"{\\\"a\\\": \\\"é\\\"\\t\"}"));
  }

  @Test
  void aRowThatIsNoTextStandsInBase64() {
    assertThat(
        SetAsideFormat.line(NOT_UTF8),
        equalTo(
            "{\"event_backfill\":\"set-aside/1\",\"disposition\":\"rejected\","
                + "\"reason\":\"invalid-utf8\","
                + "\"origin\":{\"file\":\"exports/a.zip\",\"member\":\"187520/a_0#0.json.gz\","
                + "\"row\":3},"
                + "\"row_base64\":\"e/99\"}"));
  }

  @Test
  void anEventThatWasTried() {
    assertThat(
        SetAsideFormat.line(TRIED),
        equalTo(
            "{\"event_backfill\":\"set-aside/1\",\"disposition\":\"rejected\","
                + "\"reason\":\"invalid-field\",\"field\":\"time\","
                + "\"detail\":\"HTTP 400 \\\"bad\\\"\","
                + "\"origin\":{\"file\":\"exports/a.zip\",\"member\":\"187520/a_0#0.json.gz\","
                + "\"row\":3},\"insert_id\":\"insert-1\","
                + "\"http_status\":400,\"attempts\":2,"
                + "\"first_attempt\":\"2026-01-01T00:00:00Z\","
                + "\"last_attempt\":\"2026-01-01T00:00:30.500Z\","
                + "\"event\":{\"insert_id\":\"insert-1\",\"n\":1.50},"
                + "\"row\":\"{\\\"$insert_id\\\":\\\"insert-1\\\"}\"}"));
  }

  @Test
  void anEventThatIsDeferredUntried() {
    assertThat(
        SetAsideFormat.line(DEFERRED_UNTRIED),
        equalTo(
            "{\"event_backfill\":\"set-aside/1\",\"disposition\":\"deferred\","
                + "\"reason\":\"daily-quota\",\"detail\":\"an earlier one was\","
                + "\"origin\":{\"file\":\"exports/a.json\",\"row\":17},"
                + "\"insert_id\":\"insert-1\",\"event\":{},"
                + "\"row\":\"{\\\"$insert_id\\\":\\\"insert-1\\\"}\"}"));
  }

  @Test
  void anEventWhoseRowIsGone() {
    SetAside gone =
        new SetAside(
            PLAIN, new Refused(Reason.GAVE_UP, "", "gone"), "insert-1", null, Bytes.of("{}"), null);

    assertThat(
        SetAsideFormat.line(gone),
        equalTo(
            "{\"event_backfill\":\"set-aside/1\",\"disposition\":\"deferred\","
                + "\"reason\":\"gave-up\",\"detail\":\"gone\","
                + "\"origin\":{\"file\":\"exports/a.json\",\"row\":17},"
                + "\"insert_id\":\"insert-1\",\"event\":{}}"));
  }

  /** Some vendors' formats are not JSON, or not on one line: a line stays one line. */
  @ParameterizedTest
  @ValueSource(strings = {"{\n\"a\":1}", "{\"a\":\r1}", "insert,id\n1,2", "", "{\"a\":1}{}"})
  void anEventThatIsNotJsonOnOneLineIsText(String event) throws Exception {
    SetAside aside =
        new SetAside(
            PLAIN, Refused.because(Reason.GAVE_UP), "id", null, Bytes.of(event), Bytes.of(""));

    String line = SetAsideFormat.line(aside);

    assertThat(line, not(containsString("\n")));
    assertThat(line, not(containsString("\r")));
    assertThat(fields(line).get("event").text(), equalTo(event));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theOriginalRowComesBack(SetAside aside) throws Exception {
    assertThat(
        SetAsideFormat.unwrap(fields(SetAsideFormat.line(aside))),
        equalTo(Optional.of(new RawRow(aside.origin(), aside.row()))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyRowComesBackByteForByte(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] row = new byte[random.nextInt(40)];
      random.nextBytes(row);
      if (random.nextBoolean()) {
        row = new String(row, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      }
      Origin origin = new Origin("f" + random.nextInt(), null, random.nextInt(1_000_000));
      SetAside aside =
          new SetAside(origin, Refused.because(Reason.INVALID_JSON), "", null, null, Bytes.of(row));

      String line = SetAsideFormat.line(aside);

      assertThat(
          SetAsideFormat.unwrap(fields(line)),
          equalTo(Optional.of(new RawRow(origin, Bytes.of(row)))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"event_type\":\"click\"}",
        "{\"event_backfill\":null}",
        "{\"event_backfill\":1}",
        "{\"event_backfill\":true}",
        "{\"event_backfill\":{}}",
        "{\"event_backfill\":\"set-aside/2\"}",
        "{\"event_backfill\":[\"set-aside/1\"]}",
        "{\"Event_Backfill\":\"set-aside/1\"}"
      })
  void anOrdinaryRowIsNoRecord(String row) throws Exception {
    assertThat(SetAsideFormat.unwrap(fields(row)), equalTo(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"row\":null",
        ",\"row\":[]",
        ",\"row_base64\":\"***\"",
        ",\"row_base64\":\"e/9\\n\"",
        ",\"row_base64\":\"\\ud800\"",
        ",\"row_base64\":{}",
        ",\"origin\":null",
        ",\"origin\":7",
        ",\"origin\":\"f\"",
        ",\"origin\":[{}]",
        ",\"origin\":{}",
        ",\"origin\":{\"file\":null,\"member\":null,\"row\":null}",
        ",\"origin\":{\"file\":{},\"member\":[],\"row\":{}}",
        ",\"origin\":{\"row\":-1}",
        ",\"origin\":{\"row\":1.5}",
        ",\"origin\":{\"row\":1e3}",
        ",\"origin\":{\"row\":9999999999999999999999}",
        ",\"origin\":{\"row\":\"٣\"}",
        ",\"origin\":{\"row\":true}"
      })
  void aDamagedRecordIsARowWithoutContent(String rest) throws Exception {
    Map<String, JsonValue> fields = fields("{\"event_backfill\":\"set-aside/1\"" + rest + "}");

    assertThat(
        SetAsideFormat.unwrap(fields),
        equalTo(Optional.of(new RawRow(new Origin("(unknown)", null, 0), Bytes.of("")))));
  }

  @Test
  void aCorrectedRowMayStandThereAsTheObjectItIs() throws Exception {
    String row = "{\"n\": 1.50, \"t\":\"\\u00e9\"}";

    assertThat(unwrapped(",\"row\":" + row), equalTo(Bytes.of(row)));
  }

  @Test
  void aCorrectedRowCountsAndNotTheBytesThatWereNoText() throws Exception {
    assertThat(unwrapped(",\"row\":\"{}\",\"row_base64\":\"e/99\""), equalTo(Bytes.of("{}")));
  }

  @Test
  void aRejectionIsKnownAndADeferralIsNone() throws Exception {
    for (SetAside aside : List.of(TRIED, DEFERRED_UNTRIED)) {
      Map<String, JsonValue> record = fields(SetAsideFormat.line(aside));

      assertThat(SetAsideFormat.identity(record), equalTo("insert-1"));
      assertThat(
          SetAsideFormat.rejection(record),
          equalTo(aside.equals(TRIED) ? Optional.of(TRIED.cause()) : Optional.empty()));
    }
  }

  private static Bytes unwrapped(String rest) throws MalformedJsonException {
    return SetAsideFormat.unwrap(fields("{\"event_backfill\":\"set-aside/1\"" + rest + "}"))
        .orElseThrow()
        .bytes();
  }

  private static Map<String, JsonValue> fields(String line) throws MalformedJsonException {
    return JsonValue.parseObject(line.getBytes(StandardCharsets.UTF_8));
  }
}

package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.mapping.Selection;
import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.OrderBy;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.steps.RowRouter.Routed;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are JSON, or nearly, and that parsers are known to fall over. */
class HostileRowTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1E-400",
        "9007199254740993",
        "1.50",
        "\"\\ud800\"",
        "\"\\udc00\\ud83d\"",
        "\"\\u0000\"",
        "{\"a\":1,\"a\":2}"
      })
  void aPropertyArrivesAsItWasWritten(String value) {
    assertThat(body("{\"p\":" + value + "}"), containsString("{\"p\":" + value + "}"));
  }

  @Test
  void aNumberOfFourHundredDigitsArrivesWhole() {
    assertThat(body("{\"p\":" + "7".repeat(400) + "}"), containsString("7".repeat(400)));
  }

  @Test
  void aHundredThousandKeysArrive() {
    String keys =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"k" + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(body(keys), containsString(keys));
  }

  @Test
  void ofTwoKeysOfOneNameTheLastOneCounts() {
    String row = row("{}").replace("{\"$insert_id\"", "{\"event_type\":\"first\",\"$insert_id\"");

    assertThat(body(route(row)), containsString("\"event_type\":\"x\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u0001", "\ufeff", "\u007f"})
  void strayCharactersBetweenKeysAreInvalidJson(String character) {
    String row = row("{}").replace("\"event_properties\"", character + "\"event_properties\"");

    assertThat(reason(row), is(Reason.INVALID_JSON));
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 100_000})
  void whatIsNestedTooDeepToBeReadIsInvalidJson(int levels) {
    assertThat(reason(row("[".repeat(levels) + "]".repeat(levels))), is(Reason.INVALID_JSON));
    assertThat(reason(row("{\"a\":".repeat(levels))), is(Reason.INVALID_JSON));
  }

  private static String row(String properties) {
    return Given.row("insert-1", "device-1", "2025-07-01 16:34:54.8")
        .replaceFirst("}$", ",\"event_properties\":" + "PROPERTIES}")
        .replace("PROPERTIES", properties);
  }

  private static String body(String properties) {
    return body(route(row(properties)));
  }

  private static String body(Routed routed) {
    assertThat(routed, instanceOf(Routed.ToLane.class));
    return ((Routed.ToLane) routed).event().body().text();
  }

  private static Reason reason(String row) {
    assertThat(route(row), instanceOf(Routed.Aside.class));
    return ((Routed.Aside) route(row)).aside().cause().reason();
  }

  private static Routed route(String row) {
    return new RowRouter(Given.MAPPING, Given.destination(), OrderBy.DEVICE_ID, Selection.ALL)
        .route(new RawRow(new Origin("f", null, 1), Bytes.of(row)));
  }
}

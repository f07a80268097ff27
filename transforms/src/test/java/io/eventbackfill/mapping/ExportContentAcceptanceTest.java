package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backfill of an export into Amplitude must get right, row by row: what is sent. */
class ExportContentAcceptanceTest {

  @Test
  void aCityAloneIsSentAlone() {
    Mapped mapped = Mapped.of(ExportRow.small().with("city", "\"Oslo\"").with("dma", "null"));

    assertThat(mapped.attributes(), contains("city"));
  }

  @Test
  void addressesCanBeLeftOutAndTheUploadersIsNeverSent() {
    ExportSettings withoutIp = ExportSettings.defaults().withLeftOut(Set.of(Attributes.IP));
    ExportRow row = ExportRow.small().with("ip_address", "\"192.0.2.7\"");

    assertThat(Mapped.of(row).attribute("ip"), equalTo("\"192.0.2.7\""));
    assertThat(Mapped.with(withoutIp, row).attribute("ip"), equalTo("absent"));
    assertThat(Mapped.of(row.with("ip_address", "\"$remote\"")).attribute("ip"), equalTo("absent"));
  }

  @ParameterizedTest
  @CsvSource({"location_lat, 59.9", "location_lng, 10.7"})
  void aLatitudeWithoutLongitudeIsNotSent(String field, String json) {
    Mapped mapped = Mapped.of(ExportRow.small().with(field, json));

    assertThat(mapped.attributes(), empty());
    assertThat(mapped.notes(), contains("field-dropped:" + field));
  }

  @Test
  void whatAnUploadMustNotHoldIsLeftOut() {
    Set<String> sent = Mapped.of(ExportRow.full()).event().attributes().keySet();

    for (String name :
        new String[] {
          "group_properties",
          "data",
          "library",
          "paying",
          "client_upload_time",
          "version_name",
          "device_carrier",
          "ip_address",
          "amplitude_id",
          "$insert_id",
          "price",
          "quantity",
          "revenue"
        }) {
      assertThat(sent, not(hasItem(name)));
    }
    assertThat(Mapped.of(ExportRow.full()).attribute("groups"), containsString("[\"90f9\"]"));
  }

  @Test
  void derivedRevenueIsSkippedAndItsOriginKeptWithTheRevenueInside() {
    Refused derived =
        Mapped.of(ExportRow.small().with("event_type", "\"verified_revenue\"")).refused();
    Mapped origin =
        Mapped.of(
            ExportRow.small()
                .with("event_type", "\"revenue_amount\"")
                .with("event_properties", "{\"$revenue\":9.90,\"$price\":9.90,\"$quantity\":1}"));

    assertThat(derived.reason().disposition(), is(Disposition.SKIPPED));
    assertThat(origin.attributes(), contains("event_properties"));
    assertThat(
        origin.attribute("event_properties"),
        equalTo("{\"$revenue\":9.90,\"$price\":9.90,\"$quantity\":1}"));
  }

  @Test
  void loneSurrogatesInPropertiesPassAndInIdsDoNot() {
    Checked checked =
        AmplitudeRules.check(
            5,
            ExportRow.small()
                .with("event_properties", "{\"a\":\"\\ud800\"}")
                .with("user_id", "\"jo-the-first-\\ud800\""));

    assertThat(
        ((Kept) checked).event().attributes().get("event_properties").toString(),
        equalTo("{\"a\":\"\\ud800\"}"));
    assertThat(((Kept) checked).notes(), contains(Note.ID_DROPPED.about("user_id")));
  }

  @Test
  void fortyLevelsPassAndFortyOneAreRefused() {
    assertThat(AmplitudeRules.check(5, withDepth(40)) instanceof Kept, is(true));
    assertThat(
        AmplitudeRules.check(5, withDepth(41)),
        equalTo(
            new Refused(
                Reason.TOO_DEEP,
                "event_properties",
                "event_properties is nested 41 deep, the destination takes 40")));
  }

  private static ExportRow withDepth(int depth) {
    return ExportRow.small()
        .with("event_properties", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
  }

  @Test
  void manyKeysLongKeysAndHugeNumbersPassUnchanged() {
    String keys =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "\"key " + i + "\":" + i)
            .collect(Collectors.joining(","));
    String json =
        "{\""
            + "k".repeat(2_000)
            + "\":1e400,\"n\":9007199254740993,\"nothing\":null,"
            + keys
            + "}";

    Kept kept = (Kept) AmplitudeRules.check(5, ExportRow.small().with("event_properties", json));

    assertThat(kept.event().attributes().get("event_properties").toString(), equalTo(json));
    assertThat(kept.notes(), empty());
  }

  @Test
  void notANumberIsNotJson() {
    byte[] row =
        ExportRow.small()
            .with("event_properties", "{\"a\":NaN}")
            .text()
            .getBytes(StandardCharsets.UTF_8);

    assertThrows(MalformedJsonException.class, () -> JsonValue.parseObject(row));
  }

  @Test
  void operationsOutsideAPropertyUpdateAreTakenOut() {
    Mapped mapped =
        Mapped.of(ExportRow.small().with("user_properties", "{\"$set\":{\"a\":1},\"b\":2}"));

    assertThat(mapped.attribute("user_properties"), equalTo("{\"b\":2}"));
    assertThat(mapped.notes(), contains("operation-dropped:$set"));
  }

  @Test
  void typesOf1500CharactersAreRefused() {
    Checked checked =
        AmplitudeRules.check(
            5, ExportRow.small().with("event_type", '"' + "x".repeat(1_500) + '"'));

    assertThat(
        checked,
        equalTo(
            new Refused(
                Reason.INVALID_FIELD,
                "event_type",
                "event_type has 1500 characters, the destination takes 1024")));
  }

  @Test
  void longStringsAreKeptAndNoted() {
    String json = "{\"a\":[\"" + "x".repeat(1_025) + "\"]}";

    Kept kept = (Kept) AmplitudeRules.check(5, ExportRow.small().with("user_properties", json));

    assertThat(kept.event().attributes().get("user_properties").toString(), equalTo(json));
    assertThat(kept.notes(), contains(Note.LONG_STRING.about("user_properties")));
  }

  @Test
  void warehouseRowsWithObjectsAsStringsAreRead() {
    Mapped mapped =
        Mapped.of(
            ExportRow.full()
                .without("$insert_id")
                .with("event_properties", "\"{\\\"a\\\": 9007199254740993}\"")
                .with("user_properties", "\"{}\"")
                .with("groups", "\"{\\\"org\\\":[\\\"x\\\"]}\"")
                .with("plan", "\"{}\""));

    assertThat(mapped.attribute("event_properties"), equalTo("{\"a\": 9007199254740993}"));
    assertThat(mapped.attribute("user_properties"), equalTo("absent"));
    assertThat(mapped.attribute("groups"), equalTo("{\"org\":[\"x\"]}"));
    assertThat(mapped.attribute("plan"), equalTo("absent"));
  }
}

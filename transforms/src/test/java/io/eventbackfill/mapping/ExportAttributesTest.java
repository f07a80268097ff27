package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of value becomes; "absent" stands for no attribute. */
class ExportAttributesTest {

  @ParameterizedTest
  @CsvSource({
    "version_name, app_version",
    "platform, platform",
    "os_name, os_name",
    "os_version, os_version",
    "device_brand, device_brand",
    "device_manufacturer, device_manufacturer",
    "device_model, device_model",
    "device_carrier, carrier",
    "country, country",
    "region, region",
    "city, city",
    "dma, dma",
    "language, language",
  })
  void textsAreKeptAndWhatIsNoTextBecomesOne(String field, String attribute) {
    assertQuiet(field, "\"a \\u00e9 \"", attribute, "\"a \\u00e9 \"");
    assertQuiet(field, "\"\"", attribute, "\"\"");
    assertQuiet(field, "17.50", attribute, "\"17.50\"");
    assertQuiet(field, "true", attribute, "\"true\"");
    assertQuiet(field, "null", attribute, "absent");
    assertDropped(field, "{}", attribute);
    assertDropped(field, "[\"a\"]", attribute);
  }

  @ParameterizedTest
  @CsvSource({
    "device_type, device_type",
    "device_family, device_family",
    "start_version, start_version",
    "library, source_library",
  })
  void textsThatAreEmptyAreNone(String field, String attribute) {
    assertQuiet(field, "\"a \\u00e9 \"", attribute, "\"a \\u00e9 \"");
    assertQuiet(field, "17.50", attribute, "\"17.50\"");
    assertQuiet(field, "\"\"", attribute, "absent");
    assertDropped(field, "{}", attribute);
  }

  @ParameterizedTest
  @CsvSource({
    "app, source_project, 187520, \"187520\"",
    "app, source_project, 187520.0, \"187520\"",
    "app, source_project, \"a1\", \"a1\"",
    "app, source_project, {}, absent",
    "uuid, source_uuid, \"A6EC\", \"A6EC\"",
    "uuid, source_uuid, \"\", absent",
    "uuid, source_uuid, 17, absent",
    "$insert_id, source_insert_id, \"signup:2\", \"signup:2\"",
    "$insert_id, source_insert_id, \"\", absent",
  })
  void whatIdentifiesIsKeptAsTheSourceHasIt(
      String field, String attribute, String json, String kept) {
    assertThat(Mapped.of(ExportRow.small().with(field, json)).attribute(attribute), equalTo(kept));
  }

  @Test
  void ofSeveralInsertIdsTheExportsOwnIsKept() {
    ExportRow row =
        ExportRow.small().with("insert_id", "\"other\"").with("$insert_id", "\"insert-1\"");

    assertThat(Mapped.of(row).attribute("source_insert_id"), equalTo("\"insert-1\""));
  }

  @ParameterizedTest
  @CsvSource({
    "1752748588583, 1752748588583",
    "1752748588583.0, 1752748588583",
    "0, 0",
    "-2, -2",
    "-1, absent",
    "-1.0, absent",
  })
  void sessionsAreIntegersAndMinusOneIsNone(String json, String sent) {
    assertQuiet("session_id", json, "session_id", sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "\"1752748588583\"", "\"\"", "true", "{}", "1e400"})
  void otherSessionsAreLeftOut(String json) {
    assertDropped("session_id", json, "session_id");
  }

  @ParameterizedTest
  @CsvSource({
    "12.3456789, 98.70",
    "90, 180",
    "-90.0, -180",
    "0, -0.0",
    "1e-400, 0",
  })
  void placesAreKeptDigitForDigit(String latitude, String longitude) {
    Mapped mapped =
        Mapped.of(ExportRow.small().with("location_lat", latitude).with("location_lng", longitude));

    assertThat(mapped.attribute("location_lat"), equalTo(latitude));
    assertThat(mapped.attribute("location_lng"), equalTo(longitude));
    assertThat(mapped.notes(), empty());
  }

  @ParameterizedTest
  @CsvSource({
    "90.1, 10, field-dropped:location_lat, field-dropped:location_lng",
    "-91, 10, field-dropped:location_lat, field-dropped:location_lng",
    "1e400, 10, field-dropped:location_lat, field-dropped:location_lng",
    "59, 180.5, field-dropped:location_lng, field-dropped:location_lat",
    "59, \"10\", field-dropped:location_lng, field-dropped:location_lat",
  })
  void halfAPlaceIsNone(String latitude, String longitude, String note, String other) {
    Mapped mapped =
        Mapped.of(ExportRow.small().with("location_lat", latitude).with("location_lng", longitude));

    assertThat(mapped.attribute("location_lat"), equalTo("absent"));
    assertThat(mapped.attribute("location_lng"), equalTo("absent"));
    assertThat(mapped.notes(), contains(note, other));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.7", "2001:db8::1"})
  void addressesAreKept(String address) {
    assertQuiet("ip_address", '"' + address + '"', "ip", '"' + address + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"$remote\"", "\"\\u0024remote\"", "3221225991", "{}"})
  void otherAddressesAreLeftOut(String json) {
    assertDropped("ip_address", json, "ip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"idfa", "adid"})
  void advertisingIdsAreKeptUnlessTheyAreNone(String field) {
    assertQuiet(
        field,
        "\"AEBE52E7-03EE-455A-B3C4-E57283966239\"",
        field,
        "\"AEBE52E7-03EE-455A-B3C4-E57283966239\"");
    assertQuiet(field, "\"\"", field, "absent");
    assertDropped(field, "\"00000000-0000-0000-0000-000000000000\"", field);
    assertDropped(field, "0", field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_properties", "user_properties", "groups"})
  void objectsMustBeObjects(String field) {
    assertQuiet(field, "{}", field, "absent");
    assertQuiet(field, "null", field, "absent");
    assertQuiet(field, "\"{}\"", field, "absent");
    for (String json :
        new String[] {
          "[]",
          "1",
          "true",
          "\"\"",
          "\"null\"",
          "\"[1]\"",
          "\"{\"",
          "\"{\\\"a\\\":1} x\"",
          "\"{\\\"a\\\":NaN}\"",
          "\"{\\\"a\\\":\\\"\\ud800\\\"}\"",
          "\"{\\u0000\\\"\\u0000a\\u0000\\\"\\u0000:\\u00001\\u0000}\\u0000\""
        }) {
      assertThat(
          Mapped.of(ExportRow.small().with(field, json)).refusal(),
          equalTo("invalid-field:" + field));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"b\" : 1e400, \"a\":9007199254740993,\"c\":[1.50,null,{\"\\u0061\":\"\\/\"}] }",
        "{\"$revenue\":9.99,\"$price\":9.99,\"$quantity\":1,\"$productId\":\"p\"}",
        "{\"a\":1,\"a\":2}",
        "{\"$set\":{\"a\":1}}",
        "{ }",
      })
  void eventPropertiesPassByteForByte(String json) {
    assertQuiet("event_properties", json, "event_properties", json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_properties", "user_properties"})
  void objectsInStringsArePassedOnAsTheBytesInside(String field) {
    assertQuiet(
        field,
        "\" {\\\"b\\\" : 9007199254740993,\\\"a\\\":\\\"\\u00e9\\\\u00e9\\\\n\\\"}\\n\"",
        field,
        "{\"b\" : 9007199254740993,\"a\":\"é\\u00e9\\n\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"$settings\" : 1, \"set\":2,\"a$set\":3,\"$SET\":4,\"n\":{\"$set\":5}}",
        "{\"a\\u0062\" : 1}",
        "{\"[Amplitude] $\":\"$set\"}",
      })
  void userPropertiesPassByteForByte(String json) {
    assertQuiet("user_properties", json, "user_properties", json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$set",
        "$setOnce",
        "$add",
        "$append",
        "$prepend",
        "$unset",
        "$preInsert",
        "$postInsert",
        "$remove",
        "$clearAll"
      })
  void operationsAreTakenOutOfUserProperties(String operation) {
    Mapped mapped =
        Mapped.of(
            ExportRow.small()
                .with(
                    "user_properties",
                    "{\"a\":1.50, \"" + operation + "\" : {\"x\":1},\"\\u00e9\": [ 1 ]}"));

    assertThat(mapped.attribute("user_properties"), equalTo("{\"a\":1.50,\"é\":[ 1 ]}"));
    assertThat(mapped.notes(), contains("operation-dropped:" + operation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"$set\":{\"a\":1}}", "{\"\\u0024set\":{}}", "\"{\\\"$set\\\":{}}\""})
  void nothingIsSentOfOperationsAlone(String json) {
    Mapped mapped = Mapped.of(ExportRow.small().with("user_properties", json));

    assertThat(mapped.attribute("user_properties"), equalTo("absent"));
    assertThat(mapped.notes(), contains("operation-dropped:$set"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"org\" : [\"a\", \"b\"],\"team\":\"\\u00e9\"} | {\"org\" : [\"a\", \"b\"],\"team\":\"\\u00e9\"}",
        "\"{\\\"org\\\": [\\\"a\\\"]}\" | {\"org\": [\"a\"]}",
        "{\"org\":42,\"team\":[1.0,true,\"x\"]} | {\"org\":\"42\",\"team\":[\"1.0\",\"true\",\"x\"]}",
        "{\"org\":null,\"team\":[],\"t\":[null],\"u\": \"x\"} | {\"u\":\"x\"}",
        "{\"org\":null,\"team\":[]} | absent",
      })
  void groupsAreStringsAndArraysOfStrings(String json, String sent) {
    assertQuiet("groups", json, "groups", sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"org\":{\"a\":1},\"team\":\"x\"} | {\"team\":\"x\"}",
        "{\"org\":[{\"a\":1},\"x\",[]]} | {\"org\":[\"x\"]}",
        "{\"org\":{}} | absent",
      })
  void whatCanBeNoGroupIsLeftOut(String json, String sent) {
    Mapped mapped = Mapped.of(ExportRow.small().with("groups", json));

    assertThat(mapped.attribute("groups"), equalTo(sent));
    assertThat(mapped.notes(), contains("field-dropped:groups"));
  }

  /** Batch Event Upload API: at most 5 types and 10 values of an event are tracked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\"} | false",
        "{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\",\"f\":\"1\"} | true",
        "{\"a\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"],\"b\":\"9\"} | false",
        "{\"a\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"],\"b\":\"x\"} | true",
      })
  void moreGroupsThanAreTrackedAreKeptAndNoted(String json, boolean noted) {
    Mapped mapped = Mapped.of(ExportRow.small().with("groups", json));

    assertThat(mapped.attribute("groups"), equalTo(json));
    assertThat(mapped.notes(), equalTo(noted ? List.of("too-many-groups") : List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"branch\" : \"main\",\"source\":\"web\",\"version\":\"1\",\"versionId\":\"v\"} | {\"branch\" : \"main\",\"source\":\"web\",\"version\":\"1\",\"versionId\":\"v\"}",
        "{\"branch\":\"\",\"version\": 3,\"id\":\"x\",\"source\":null} | {\"version\":\"3\"}",
        "{\"id\":\"x\"} | absent",
        "{\"branch\":\"\"} | absent",
        "{} | absent",
        "\"{\\\"branch\\\":\\\"main\\\"}\" | {\"branch\":\"main\"}",
      })
  void plansAreCutToWhatAnUploadMayHold(String json, String sent) {
    assertQuiet("plan", json, "plan", sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"x\"", "1", "{\"branch\":{}}"})
  void otherPlansAreLeftOut(String json) {
    assertDropped("plan", json, "plan");
  }

  private static void assertQuiet(String field, String json, String attribute, String sent) {
    Mapped mapped = Mapped.of(ExportRow.small().with(field, json));
    assertThat(field + " " + json, mapped.attribute(attribute), equalTo(sent));
    assertThat(field + " " + json, mapped.notes(), empty());
  }

  private static void assertDropped(String field, String json, String attribute) {
    Mapped mapped = Mapped.of(ExportRow.small().with(field, json));
    assertThat(field + " " + json, mapped.attribute(attribute), equalTo("absent"));
    assertThat(field + " " + json, mapped.notes(), contains("field-dropped:" + field));
  }
}

package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmplitudeExportMappingTest {

  /**
   * The upload's names and shapes, from the Batch Event Upload API's table of event fields; then
   * what only other vendors take.
   */
  @Test
  void aFullRowBecomesWhatAnUploadMayHold() {
    Mapped mapped = Mapped.of(ExportRow.full());
    Event event = mapped.event();

    assertThat(event.identity(), equalTo("ea31ba7b-f543-4b9b-9aec-90fbaa96a355"));
    assertThat(event.type(), equalTo("Song Played"));
    assertThat(event.time(), equalTo(new EventTime(1751387694837000L, 135L, 1751387696005000L)));
    assertThat(event.time().millis(), is(1751387694837L));
    assertThat(
        event.who(),
        equalTo(
            new Who("b2f6bf2c-1a5b-4a3c-9d1e-70f0a1d2c3b4", "jo@example.org", "1263130950579")));
    assertThat(written(event), equalTo(fullAttributes()));
    assertThat(event.attributes().keySet(), contains(fullAttributes().keySet().toArray()));
    assertThat(mapped.notes(), empty());
  }

  private static Map<String, String> fullAttributes() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put(
        "event_properties", "{\"song id\": 9007199254740993, \"[tag]\":[1.50,null,\"\\u00e9\"]}");
    expected.put("user_properties", "{\"age\" : 41,\"a.b\":{\"c\":[]}}");
    expected.put("groups", "{\"[Segment] Group\": [\"90f9\"]}");
    expected.put("session_id", "1751387693000");
    expected.put("app_version", "\"4.7.11\"");
    expected.put("platform", "\"iOS\"");
    expected.put("os_name", "\"ios\"");
    expected.put("os_version", "\"17.5\"");
    expected.put("device_brand", "\"Apple\"");
    expected.put("device_manufacturer", "\"Apple Inc.\"");
    expected.put("device_model", "\"iPhone12,1\"");
    expected.put("carrier", "\"Telenor\"");
    expected.put("country", "\"Norway\"");
    expected.put("region", "\"Oslo County\"");
    expected.put("city", "\"Oslo\"");
    expected.put("dma", "\"Boston-Manchester, MA-NH\"");
    expected.put("language", "\"Norwegian\"");
    expected.put("location_lat", "59.9138688");
    expected.put("location_lng", "10.7522454");
    expected.put("ip", "\"192.0.2.7\"");
    expected.put("idfa", "\"6d92078a-8246-4ba4-ae5b-76104861e7dc\"");
    expected.put("adid", "\"cdda802e-fb9c-47ad-9866-0794d394c912\"");
    expected.put("plan", "{\"branch\":\"main\",\"version\":\"3\"}");
    expected.put("device_type", "\"Apple iPhone 11\"");
    expected.put("device_family", "\"Apple iPhone\"");
    expected.put("start_version", "\"1.0.0\"");
    expected.put("source_library", "\"amplitude-ts/2.16.1\"");
    expected.put("source_project", "\"636686\"");
    expected.put("source_insert_id", "\"ea31ba7b-f543-4b9b-9aec-90fbaa96a355\"");
    expected.put("source_uuid", "\"a6ec45f6-0016-4907-b433-5bf4e4a56908\"");
    return expected;
  }

  @Test
  void aRowOfNullsButForTheNeedfulHasNoAttributes() {
    ExportRow row = ExportRow.full();
    row.row()
        .fields()
        .keySet()
        .forEach(
            key -> {
              if (!Set.of("event_type", "event_time", "device_id", "$insert_id").contains(key)) {
                row.with(key, "null");
              }
            });

    Mapped mapped = Mapped.of(row);

    assertThat(mapped.attributes(), empty());
    assertThat(mapped.event().time(), equalTo(new EventTime(1751387694837000L, null, 0)));
    assertThat(
        mapped.event().who(), equalTo(new Who("b2f6bf2c-1a5b-4a3c-9d1e-70f0a1d2c3b4", null, null)));
    assertThat(mapped.notes(), empty());
  }

  @Test
  void aFullRowHas55Keys() {
    assertThat(ExportRow.full().row().fields().keySet().size(), is(55));
  }

  @Test
  void everyFieldHasOneFateAndAReason() {
    assertThat(
        ExportFields.table().stream().map(ExportField::name).distinct().count(),
        is((long) ExportFields.table().size()));
    assertThat(
        ExportFields.table().stream().map(ExportField::how).toList(), not(hasItem(equalTo(""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$insert_key", "followed_an_identify", "global_user_properties", "_insert_id"})
  void keysTheVendorsPagesNameAreNotUnknown(String key) {
    assertThat(Mapped.of(ExportRow.small().with(key, "\"x\"")).notes(), empty());
  }

  @Test
  void otherKeysAreNotedOnceByNameAndLeftOut() {
    Mapped mapped =
        Mapped.of(
            ExportRow.small()
                .with("idfv", "\"x\"")
                .with("price", "1")
                .with("time", "1")
                .with("nothing", "null"));

    assertThat(
        mapped.notes(),
        contains(
            "unknown-key:idfv", "unknown-key:price", "unknown-key:time", "unknown-key:nothing"));
    assertThat(mapped.attributes(), empty());
  }

  // Settings.

  @Test
  void attributesCanBeLeftOut() {
    ExportSettings settings =
        ExportSettings.defaults()
            .withLeftOut(Set.of(Attributes.IP, Attributes.IDFA, Attributes.ADID));
    ExportRow row = ExportRow.full().with("ip_address", "\"$remote\"");

    Mapped mapped = Mapped.with(settings, row);

    Map<String, String> expected = fullAttributes();
    expected.keySet().removeAll(Set.of("ip", "idfa", "adid"));
    assertThat(written(mapped.event()), equalTo(expected));
    assertThat(mapped.notes(), empty());
  }

  @Test
  void onlyAttributesOfTheTableCanBeLeftOut() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ExportSettings.defaults().withLeftOut(Set.of("ip_address")));

    assertThat(e.getMessage().startsWith("can't leave out [ip_address]: "), is(true));
  }

  @Test
  void settingsPrintAlikeHoweverTheyWereMade() {
    assertThat(
        ExportSettings.defaults().withLeftOut(Set.of("ip", "adid", "dma", "city")).toString(),
        equalTo("ExportSettings[timeSource=EVENT_TIME, leftOut=[adid, city, dma, ip]]"));
  }

  @Test
  void theMappingTravelsToWorkers() throws Exception {
    Mapping mapping =
        new AmplitudeExportMapping(ExportSettings.defaults().withLeftOut(Set.of("ip")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(mapping);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject(), equalTo(mapping));
    }
    assertThat(mapping.name(), equalTo("amplitude-export"));
  }

  // Project and sampling.

  @ParameterizedTest
  @CsvSource({"636686, 636686", "\"636686\", 636686", "636686.0, 636686"})
  void theProjectIsTheApp(String json, String project) {
    assertThat(
        AmplitudeExportMapping.withDefaults().project(ExportRow.small().with("app", json).row()),
        is(Optional.of(project)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "true", "{}"})
  void aRowMayNameNoProject(String json) {
    assertThat(
        AmplitudeExportMapping.withDefaults().project(ExportRow.small().with("app", json).row()),
        is(Optional.empty()));
  }

  @Test
  void sampledDataIsNoted() {
    assertThat(
        Mapped.of(ExportRow.small().with("sample_rate", "0.1")).notes(),
        containsInAnyOrder("sampled"));
  }

  private static Map<String, String> written(Event event) {
    Map<String, String> written = new LinkedHashMap<>();
    event.attributes().forEach((name, value) -> written.put(name, value.toString()));
    return written;
  }
}

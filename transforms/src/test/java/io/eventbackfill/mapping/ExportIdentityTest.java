package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.model.Checked.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportIdentityTest {
  private static final String UUID = "\"a6ec45f6-0016-4907-b433-5bf4e4a56908\"";
  private static final String NEITHER =
      "{\"event_type\":\"Opened\",\"event_time\":\"2025-07-01 16:34:54\",\"device_id\":\"d-123\"}";

  @ParameterizedTest
  @ValueSource(strings = {"$insert_id", "insert_id", "_insert_id", "INSERT_ID"})
  void theInsertIdIsTheIdentityByAnyOfItsNames(String name) {
    Mapped mapped =
        Mapped.of(
            ExportRow.small()
                .without("$insert_id")
                .with(name, "\"Property Drop Purchased:2\"")
                .with("uuid", UUID));

    assertThat(mapped.event().identity(), equalTo("Property Drop Purchased:2"));
    assertThat(mapped.notes(), empty());
  }

  @Test
  void theExportsOwnNameComesFirst() {
    ExportRow row =
        ExportRow.small().with("insert_id", "\"other\"").with("$insert_id", "\"insert-1\"");

    assertThat(Mapped.of(row).event().identity(), equalTo("insert-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "17", "true", "{}", "[\"x\"]"})
  void anInsertIdThatIsNoTextGivesWayToTheUuid(String insertId) {
    Mapped mapped = Mapped.of(ExportRow.small().with("$insert_id", insertId).with("uuid", UUID));

    assertThat(mapped.event().identity(), equalTo("uuid:a6ec45f6-0016-4907-b433-5bf4e4a56908"));
    assertThat(mapped.notes(), contains("identity-from-uuid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "17"})
  void withoutEitherAHashOfTheRowIsTheIdentity(String uuid) {
    Mapped mapped = Mapped.of(ExportRow.small().without("$insert_id").with("uuid", uuid));

    assertThat(mapped.event().identity(), matchesPattern("row:[0-9a-f]{64}"));
    assertThat(mapped.notes(), contains("identity-from-row"));
  }

  /** The hash is of the text one would write by hand; sha256sum gave the digits. */
  @Test
  void theHashIsSha256OfTheCanonicalText() {
    assertThat(
        identity(NEITHER),
        equalTo("row:3cfbb59cfd16461db3308f0c2a5f5dc90de6ed20bc83432bff91fa0fc6d52f64"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Another order.
        "{\"device_id\":\"d-123\",\"event_type\":\"Opened\",\"event_time\":\"2025-07-01 16:34:54\"}",
        // White space.
        "{ \"event_type\" : \"Opened\",\t\"event_time\":\"2025-07-01 16:34:54\" ,\"device_id\":\"d-123\" }",
        // Escapes in values and in names.
        "{\"event_type\":\"Open\\u0065d\",\"event_time\":\"2025-07-01 16:34:54\",\"device\\u005fid\":\"d-123\"}",
        // Nulls.
        "{\"event_type\":\"Opened\",\"event_time\":\"2025-07-01 16:34:54\",\"device_id\":\"d-123\",\"uuid\":null,\"$insert_id\":null}",
      })
  void theHashDoesNotDependOnHowTheRowIsWritten(String text) {
    assertThat(identity(text), equalTo(identity(NEITHER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"b\":1,\"a\":{\"y\":[1,{\"d\":2,\"c\":null}],\"x\":\"\\u00e9\"}} | {\"a\":{\"x\":\"é\",\"y\":[1,{\"d\":2}]},\"b\":1}",
        "{\"a\":\"\\/\\n\"}  | {\"a\":\"\\u002f\\u000a\"}",
        "{\"a\":\"\\ud83d\\ude00\"} | {\"a\":\"\uD83D\uDE00\"}",
        "{\"a\":1,\"a\":2} | {\"a\":2}",
        "{\"a\":1,\"a\":null} | {}",
      })
  void sameContentIsTheSameAtEveryDepth(String one, String other) {
    assertThat(withProperties(one), equalTo(withProperties(other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | {\"a\":1.0}",
        "{\"a\":9007199254740993} | {\"a\":9007199254740992}",
        "{\"a\":1} | {\"a\":\"1\"}",
        "{\"a\":[1,2]} | {\"a\":[2,1]}",
        "{\"a\":[1,null]} | {\"a\":[1]}",
        "{\"a\":[]} | {\"a\":{}}",
        "{\"a\":true} | {\"a\":\"true\"}",
        "{\"a\":\"\\ud800\"} | {\"a\":\"\\ud801\"}",
        "{\"a\":\"\\ud800\"} | {\"a\":\"?\"}",
        "{\"a\":\"b\\\",\\\"c\\\":\\\"d\"} | {\"a\":\"b\",\"c\":\"d\"}",
      })
  void otherContentIsAnotherEvent(String one, String other) {
    assertThat(withProperties(one), not(equalTo(withProperties(other))));
  }

  @Test
  void insertIdsUpTo1024CharactersAreKept() {
    String id = "x".repeat(1024);

    assertThat(
        Mapped.of(ExportRow.small().with("$insert_id", '"' + id + '"')).event().identity(),
        equalTo(id));
  }

  /** Cut at 1024 characters both would be one event. */
  @Test
  void longerInsertIdsAreHashedAndStayApart() {
    Mapped one = Mapped.of(ExportRow.small().with("$insert_id", '"' + "x".repeat(1024) + "1\""));
    Mapped other = Mapped.of(ExportRow.small().with("$insert_id", '"' + "x".repeat(1024) + "2\""));

    assertThat(one.event().identity(), matchesPattern("sha256:[0-9a-f]{64}"));
    assertThat(one.notes(), contains("identity-hashed"));
    assertThat(one.event().identity(), not(equalTo(other.event().identity())));
  }

  @Test
  void longUuidsAreHashedToo() {
    Mapped mapped =
        Mapped.of(
            ExportRow.small().without("$insert_id").with("uuid", '"' + "x".repeat(1020) + '"'));

    assertThat(mapped.event().identity(), matchesPattern("sha256:[0-9a-f]{64}"));
    assertThat(mapped.notes(), contains("identity-from-uuid", "identity-hashed"));
  }

  /** Written as UTF-8 both would become a question mark. */
  @Test
  void insertIdsThatAreNotUnicodeStayApart() {
    Mapped one = Mapped.of(ExportRow.small().with("$insert_id", "\"\\ud800\""));
    Mapped other = Mapped.of(ExportRow.small().with("$insert_id", "\"\\ud801\""));

    assertThat(one.event().identity(), matchesPattern("sha256:[0-9a-f]{64}"));
    assertThat(one.event().identity(), not(equalTo(other.event().identity())));
    assertThat(
        Mapped.of(ExportRow.small().with("$insert_id", "\"\\ud83d\\ude00\"")).event().identity(),
        equalTo("\uD83D\uDE00"));
  }

  private static String withProperties(String json) {
    return identity(
        "{\"event_type\":\"e\",\"event_time\":\"2025-07-01 16:34:54\",\"event_properties\":"
            + json
            + "}");
  }

  private static String identity(String text) {
    return ((Kept) AmplitudeExportMapping.withDefaults().map(ExportRow.rowOf(text)))
        .event()
        .identity();
  }
}

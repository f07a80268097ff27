package io.eventbackfill.mappingfile;

import static io.eventbackfill.mappingfile.Documents.ROW;
import static io.eventbackfill.mappingfile.Documents.SMALL;
import static io.eventbackfill.mappingfile.Documents.attribute;
import static io.eventbackfill.mappingfile.Documents.event;
import static io.eventbackfill.mappingfile.Documents.map;
import static io.eventbackfill.mappingfile.Documents.mapping;
import static io.eventbackfill.mappingfile.Documents.notes;
import static io.eventbackfill.mappingfile.Documents.refusal;
import static io.eventbackfill.mappingfile.Documents.row;
import static io.eventbackfill.mappingfile.Documents.rowWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.model.Event;
import io.eventbackfill.model.SourceRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileMappingTest {

  @Test
  void sixLinesMakeAnEvent() {
    Event event = event(SMALL, ROW);

    assertThat(event.type(), is("Order Placed"));
    assertThat(event.time().millis(), is(1_709_294_400_000L));
    assertThat(event.who().user(), is("alice"));
    assertThat(event.identity(), is("orders:7"));
    assertThat(event.attributes().isEmpty(), is(true));
  }

  @Test
  void propertiesKeepTheirBytes() {
    String document =
        SMALL
            + """
            event_properties: {big: n, price: p, nested: o, none: missing}
            """;
    String row = rowWith("\"n\":9007199254740993,\"p\":1.50,\"o\":{\"a\": [1e2]}");

    assertThat(
        attribute("event_properties", document, row),
        is("{\"big\":9007199254740993,\"price\":1.50,\"nested\":{\"a\": [1e2]}}"));
  }

  @Test
  void aPathGoesIntoObjectsUnlessAColumnHasItsName() {
    String document = SMALL + "event_properties: {city: address.city}\n";

    assertThat(
        attribute("event_properties", document, rowWith("\"address\":{\"city\":\"Oslo\"}")),
        is("{\"city\":\"Oslo\"}"));
    assertThat(
        attribute("event_properties", document, rowWith("\"address.city\":\"Rome\"")),
        is("{\"city\":\"Rome\"}"));
    String exact = SMALL + "event_properties: {city: {column: [address, 'c.d']}}\n";
    assertThat(
        attribute("event_properties", exact, rowWith("\"address\":{\"c.d\":\"Oslo\"}")),
        is("{\"city\":\"Oslo\"}"));
  }

  @Test
  void constantsAreWhatTheyLookLike() {
    String document =
        SMALL
            + """
            event_properties:
              number: {constant: 1.50}
              flag: {constant: true}
              country: {constant: no}
              day: {constant: 2024-01-01}
              quoted: {constant: '7'}
            """;

    assertThat(
        attribute("event_properties", document, ROW),
        is(
            "{\"number\":1.50,\"flag\":true,\"country\":\"no\",\"day\":\"2024-01-01\","
                + "\"quoted\":\"7\"}"));
  }

  @Test
  void aDefaultStandsInForNothingAndOnlyForNothing() {
    String document = SMALL + "event_properties: {n: {column: n, as: integer, default: 0}}\n";

    assertThat(attribute("event_properties", document, ROW), is("{\"n\":0}"));
    assertThat(attribute("event_properties", document, rowWith("\"n\":null")), is("{\"n\":0}"));
    assertThat(attribute("event_properties", document, rowWith("\"n\":\"x\"")), is("absent"));
    assertThat(notes(document, rowWith("\"n\":\"x\"")), contains("field-dropped:n"));
  }

  @Test
  void whatIsRequiredIsRefusedWhenItIsMissingOrUnusable() {
    String document = SMALL + "event_properties: {n: {column: n, as: integer, required: true}}\n";

    assertThat(refusal(document, ROW), is("invalid-field:n: n is required"));
    assertThat(
        refusal(document, rowWith("\"n\":\"x\"")),
        is("invalid-field:n: n can't be converted as wanted"));
  }

  @Test
  void columnsNobodyNamesAreNotedIgnoredOrTaken() {
    String row = rowWith("\"a\":1,\"b\":2,\"c\":null");

    assertThat(notes(SMALL, row), contains("unknown-key:a", "unknown-key:b", "unknown-key:c"));
    assertThat(notes(SMALL + "drop: [a, b]\n", row), contains("unknown-key:c"));
    assertThat(notes(SMALL + "others: ignore\n", row), empty());
    String taken = SMALL + "drop: [a]\nothers: event_properties\n";
    assertThat(notes(taken, row), empty());
    assertThat(attribute("event_properties", taken, row), is("{\"b\":2}"));
  }

  @Test
  void operationsAmongTheOthersAreNoUserProperties() {
    String document = SMALL + "others: user_properties\n";

    assertThat(
        attribute("user_properties", document, rowWith("\"$set\":1,\"plan\":\"pro\"")),
        is("{\"plan\":\"pro\"}"));
    assertThat(
        notes(document, rowWith("\"$set\":1,\"plan\":\"pro\"")),
        contains("operation-dropped:$set"));
  }

  @Test
  void attributesObeyTheirOwnRules() {
    String document =
        SMALL
            + """
            session_id: s
            attributes: {ip: ip, location_lat: lat, location_lng: lng, platform: {constant: Web}}
            groups: {company: c}
            """;
    String row =
        rowWith("\"s\":\"17\",\"ip\":\"$remote\",\"lat\":\"59.91\",\"lng\":\"999\"," + "\"c\":42");

    assertThat(attribute("session_id", document, row), is("17"));
    assertThat(attribute("platform", document, row), is("\"Web\""));
    assertThat(attribute("groups", document, row), is("{\"company\":\"42\"}"));
    assertThat(event(document, row).attributes().containsKey("ip"), is(false));
    assertThat(
        notes(document, row),
        contains("field-dropped:lng", "field-dropped:ip", "field-dropped:location_lat"));
  }

  @Test
  void aColumnMayHoldAllProperties() {
    String document = SMALL + "event_properties: props\n";

    assertThat(
        attribute("event_properties", document, rowWith("\"props\":{\"a\": 1.0}")),
        is("{\"a\": 1.0}"));
    assertThat(
        attribute("event_properties", document, rowWith("\"props\":\"{\\\"a\\\":2}\"")),
        is("{\"a\":2}"));
    assertThat(refusal(document, rowWith("\"props\":[1]")), startsWith("invalid-field:props"));
  }

  @Test
  void aRowWithoutWhatAnEventNeedsIsRefused() {
    String typed = SMALL.replace("{constant: Order Placed}", "kind");

    assertThat(refusal(typed, ROW), is("missing-event-type:kind: kind is missing or empty"));
    assertThat(
        refusal(typed, rowWith("\"kind\":[]")), is("missing-event-type:kind: kind is no text"));
    assertThat(
        refusal(SMALL, ROW.replace("2024-03-01T12:00:00Z", "yesterday")),
        is("missing-time:created_at: created_at is not an ISO time such as 2024-03-01T12:00:00Z"));
    assertThat(
        refusal(SMALL, ROW.replace("created_at", "x")),
        is("missing-time:created_at: created_at is missing or empty"));
    assertThat(
        refusal(SMALL, ROW.replace("7", "null")),
        is("invalid-field:id: the identity needs id, the row has nothing there"));
  }

  @Test
  void theSameIdIsOneIdentityHoweverItIsWritten() {
    for (String id : new String[] {"7", "7.0", "\"7\"", "0.7e1"}) {
      assertThat(event(SMALL, ROW.replace(":7", ":" + id)).identity(), is("orders:7"));
    }
  }

  @Test
  void partsOfAnIdentityAreNotConfused() {
    String document = SMALL.replace("identity: id", "identity: {columns: [a, b]}");
    String one = event(document, rowWith("\"a\":\"x,y\",\"b\":\"z\"")).identity();
    String other = event(document, rowWith("\"a\":\"x\",\"b\":\"y,z\"")).identity();
    String half = event(document, rowWith("\"a\":\"x\"")).identity();
    String otherHalf = event(document, rowWith("\"b\":\"x\"")).identity();

    assertThat(one, startsWith("orders:key:"));
    assertThat(Set.of(one, other, half, otherHalf).size(), is(4));
    assertThat(
        refusal(document, ROW),
        is("invalid-field:a, b: the identity needs a, b, the row has nothing there"));
  }

  @Test
  void aRowIsItsOwnIdentityWhateverTheOrderOfItsColumns() {
    String document = SMALL.replace("identity: id", "identity: {row: true}");
    String turned = "{\"created_at\":\"2024-03-01T12:00:00Z\", \"customer\":\"alice\",\"id\":7}";

    assertThat(event(document, turned).identity(), is(event(document, ROW).identity()));
    assertThat(
        event(document, ROW.replace("7", "8")).identity(),
        is(not(event(document, ROW).identity())));
    assertThat(mapping(document).fields(), is(Optional.empty()));
  }

  @Test
  void itSaysWhichColumnsItReads() {
    String document =
        SMALL
            + """
            keep: row.total > 0
            event_properties: {city: address.city, x: {expression: "row['net amount'] + 1"}}
            drop: [secret]
            """;

    assertThat(
        mapping(document).fields(),
        is(
            Optional.of(
                Set.of(
                    "created_at",
                    "customer",
                    "id",
                    "total",
                    "address.city",
                    "address",
                    "net amount"))));
    assertThat(mapping(SMALL + "others: event_properties\n").fields(), is(Optional.empty()));
  }

  @Test
  void itSaysWhichColumnTellsTheTimeOnlyIfItIsIsoInUtc() {
    assertThat(mapping(SMALL).timeField(), is(Optional.of("created_at")));
    for (String time :
        new String[] {
          "{column: t, zone: Europe/Oslo}", "{column: t, format: epoch-millis}", "a.b"
        }) {
      assertThat(
          time,
          mapping(SMALL.replace("time: created_at", "time: " + time)).timeField(),
          is(Optional.empty()));
    }
  }

  @Test
  void itsFingerprintIsThatOfItsMeaning() {
    String fingerprint = mapping(SMALL).fingerprint();

    assertThat(fingerprint, startsWith("orders sha256:"));
    assertThat(mapping("# note\n" + SMALL + "\n").fingerprint(), is(fingerprint));
    assertThat(
        mapping(SMALL.replace("{constant: Order Placed}", "{constant: 'Order Placed'}")).name(),
        is("orders"));
    assertThat(mapping(SMALL + "others: ignore\n").fingerprint(), is(not(fingerprint)));
    assertThat(
        "a number is not a text",
        mapping(SMALL + "event_properties: {a: {constant: 1}}\n").fingerprint(),
        is(not(mapping(SMALL + "event_properties: {a: {constant: '1'}}\n").fingerprint())));
  }

  @Test
  void itTravelsAsText() throws IOException, ClassNotFoundException {
    FileMapping mapping = mapping(SMALL + "keep: row.id > 0\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(mapping);
    }
    assertThat("bytes", bytes.size() < 500, is(true));
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FileMapping arrived = (FileMapping) in.readObject();
      SourceRow row = row(ROW);
      assertThat(arrived.map(row), equalTo(mapping.map(row)));
      assertThat(arrived.fingerprint(), is(mapping.fingerprint()));
    }
  }

  @Test
  void rowsThatKeepLeavesOutAreFiltered() {
    String document = SMALL + "keep: row.id == 7\n";

    assertThat(event(document, ROW).identity(), is("orders:7"));
    assertThat(refusal(document, ROW.replace(":7", ":8")), is("filtered:: "));
    assertThat(
        refusal(SMALL + "keep: row.id\n", ROW),
        is("invalid-field:keep: keep is neither true nor false but number"));
  }

  @Test
  void aFailingExpressionRefusesItsRowAlone() {
    String document = SMALL + "event_properties: {n: {expression: row.a * row.b}}\n";

    assertThat(
        attribute("event_properties", document, rowWith("\"a\":6,\"b\":7")), is("{\"n\":42}"));
    assertThat(
        refusal(document, rowWith("\"a\":6,\"b\":\"7\"")),
        startsWith("invalid-field:event_properties.n: the expression failed: "));
    assertThat(map(document, rowWith("\"a\":6,\"b\":\"7\"")), is(not(equalTo(null))));
  }

  @Test
  void signupsAreOneForEachUser() {
    String document = "version: 1\nname: signups\npreset: signup\n";
    String row =
        "{\"user_id\":\"u1\",\"device_id\":\"d\",\"event_type\":\"x\","
            + "\"user_creation_time\":\"2020-01-02 03:04:05.000000\"}";

    Event event = event(document, row);

    assertThat(event.type(), is("user_created"));
    assertThat(event.identity(), is("signup:u1"));
    assertThat(event.who().device() == null, is(true));
    assertThat(event.time().millis(), is(1_577_934_245_000L));
    assertThat(notes(document, row), empty());
    assertThat(refusal(document, row.replace("\"u1\"", "null")), is("filtered:: "));
    assertThat(event(document + "event_type: event_type\n", row).type(), is("x"));
    String own = document + "user: uid\nidentity: {column: uid, prefix: 'signup:'}\n";
    assertThat(event(own, row.replace("user_id", "uid")).identity(), is("signup:u1"));
  }
}

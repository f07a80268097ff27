package io.eventbackfill.mappingfile;

import static io.eventbackfill.mappingfile.Documents.SMALL;
import static io.eventbackfill.mappingfile.Documents.problems;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.eventbackfill.mapping.SentAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema and the parser say the same, as far as a schema can say it. */
class MappingSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(MappingSchema.text());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep: row.a > 1",
        "keep: true",
        "name: 2024",
        "user: 7",
        "user: [address, 'a.b']",
        "time: {column: t, format: epoch-millis}",
        "time: {column: [a, t], format: dd.MM.yyyy, zone: Europe/Berlin}",
        "time: {expression: row.a}",
        "identity: {row: true}",
        "identity: {columns: [a, [b, c]], prefix: ''}",
        "identity: {expression: row.a, prefix: }",
        "session_id: {column: a, as: integer, default: -1, required: false}",
        "event_properties: props",
        "event_properties: {a: b, c: {constant: 1.50}, d: {expression: row.a, as: text}}",
        "event_properties: {a: {column: a, as: time, format: iso, zone: +2}}",
        "event_properties: {}",
        "user_properties: {$set2: a}",
        "groups: {company: c}",
        "attributes: {country: a, location_lat: b, location_lng: {column: c}}",
        "others: event_properties",
        "drop: [a, 7, '']",
        "preset: signup",
        "version: '1'",
      })
  void bothTake(String line) throws JsonProcessingException {
    String document = with(line);

    assertThat(problems(document), empty());
    assertThat(faults(document), empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 2",
        "version:",
        "name: Orders",
        "name: amplitude-export",
        "name: amplitude-warehouse",
        "name: [a]",
        "preset: login",
        "keep:",
        "keep: {expression: row.a}",
        "event_type:",
        "event_type: {column: a, constant: b}",
        "event_type: {as: text}",
        "event_type: {column: a, colour: b}",
        "time: {constant: 5}",
        "time: {column: a, as: time}",
        "time: {column: a, format: epoch-nanos, zone: UTC}",
        "time: []",
        "user: ''",
        "user: [a, '']",
        "user: {column: a, as: numbr}",
        "user: {column: a, required: 'true'}",
        "user: {column: a, default: [1]}",
        "user: {column: a, zone: UTC}",
        "user: {column: a, as: text, format: iso}",
        "user: {column: a, as: time, format: epoch-millis, zone: UTC}",
        "identity: {column: a, columns: [a, b]}",
        "identity: {columns: [a]}",
        "identity: {row: false}",
        "identity: {prefix: a}",
        "event_properties:",
        "event_properties: {a: {}}",
        "user_properties: {$setOnce: a}",
        "attributes: {contry: a}",
        "attributes: [country]",
        "others: user_property",
        "drop: a",
        "drop: [[a]]",
        "nonsense: 1",
      })
  void bothRefuse(String line) throws JsonProcessingException {
    String document = with(line);

    assertThat(problems(document), is(not(empty())));
    assertThat(faults(document), is(not(empty())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "name", "event_type", "time", "user", "identity"})
  void bothMissAKey(String key) throws JsonProcessingException {
    String document = without(key);

    assertThat(problems(document), is(not(empty())));
    assertThat(faults(document), is(not(empty())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_properties", "user_properties"})
  void bothRefuseOthersWhereOneColumnHoldsAllProperties(String key) throws JsonProcessingException {
    String document = SMALL + "others: " + key + "\n" + key + ": props\n";

    assertThat(problems(document), is(not(empty())));
    assertThat(faults(document), is(not(empty())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep: row.a ==",
        "keep: now() > 5",
        "time: {column: t, zone: Europe/Berln}",
        "time: {column: t, format: dd.MM}",
        "user: &a x",
        "user: !!str x",
      })
  void onlyTheParserSees(String line) throws JsonProcessingException {
    String document = with(line);

    assertThat(problems(document), is(not(empty())));
    assertThat(faults(document), empty());
  }

  @Test
  void theSchemaTakesWhateverTheParserTakes() throws JsonProcessingException {
    Random random = new Random(20261122);
    List<String> words =
        List.of(
            "a",
            "true",
            "7",
            "-1.5",
            "''",
            "~",
            "[a, b]",
            "[]",
            "{}",
            "{column: a}",
            "{constant: 1, as: text}",
            "{expression: row.a, default: x}",
            "{row: true}",
            "{columns: [a, 2], prefix: 7}",
            "{column: a, as: time, format: epoch-micros}",
            "{column: a, format: iso, zone: UTC}",
            "{country: a, plan: {column: [p]}}",
            "ignore",
            "event_properties",
            "signup");
    int taken = 0;
    for (int i = 0; i < 4_000; i++) {
      String document = SMALL;
      for (int change = 0; change <= random.nextInt(3); change++) {
        String key = DocumentReader.KEYS.get(random.nextInt(DocumentReader.KEYS.size()));
        document = with(document, key + ": " + words.get(random.nextInt(words.size())));
      }
      if (problems(document).isEmpty()) {
        taken++;
        assertThat(document, faults(document), empty());
      }
    }
    assertThat(taken, is(greaterThan(500)));
  }

  @Test
  void itHasTheParsersKeysAndWordsAndNoOthers() throws JsonProcessingException {
    JsonNode schema = JSON.readTree(MappingSchema.text());

    assertThat(keys(schema.at("/properties")), hasExactly(DocumentReader.KEYS));
    assertThat(
        keys(schema.at("/properties/attributes/properties")),
        hasExactly(AttributesReader.attributeNames()));
    assertThat(
        keys(schema.at("/definitions/valueBlock/properties")), hasExactly(ValueReader.VALUE_KEYS));
    assertThat(
        keys(schema.at("/definitions/timeBlock/properties")), hasExactly(ValueReader.TIME_KEYS));
    assertThat(
        keys(schema.at("/definitions/identityBlock/properties")),
        hasExactly(IdentityReader.IDENTITY_KEYS));
    assertThat(
        words(schema.at("/definitions/valueBlock/properties/as/enum")),
        hasExactly(ValueReader.conversions()));
    assertThat(
        words(schema.at("/definitions/format/anyOf/0/enum")), hasExactly(ValueReader.formats()));
    assertThat(words(schema.at("/properties/others/enum")), hasExactly(DocumentReader.OTHERS));
    assertThat(
        words(schema.at("/properties/preset/enum")),
        hasExactly(Arrays.stream(Preset.values()).map(Preset::code).toList()));
    for (String name : words(schema.at("/definitions/noOperations/propertyNames/not/enum"))) {
      assertThat(name, SentAttributes.isOperation(name), is(true));
    }
    assertThat(schema.at("/definitions/expression/maxLength").asInt(), is(Expression.LONGEST));
    assertThat(schema.at("/properties/name/pattern").asText(), is("^" + DocumentReader.NAME + "$"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/properties",
        "/properties/attributes/properties",
        "/definitions/valueBlock/properties",
        "/definitions/timeBlock/properties",
        "/definitions/identityBlock/properties",
      })
  void everyKeyIsDescribed(String block) throws JsonProcessingException {
    for (JsonNode key : JSON.readTree(MappingSchema.text()).at(block)) {
      assertThat(key.path("description").asText(), endsWith("."));
    }
  }

  private static String with(String line) {
    return with(SMALL, line);
  }

  /** The document with this line instead of the one of the same key. */
  private static String with(String document, String line) {
    return without(document, line.substring(0, line.indexOf(':'))) + line + "\n";
  }

  private static String without(String key) {
    return without(SMALL, key);
  }

  private static String without(String document, String key) {
    StringBuilder kept = new StringBuilder();
    document
        .lines()
        .filter(line -> !line.startsWith(key + ":"))
        .forEach(line -> kept.append(line).append('\n'));
    return kept.toString();
  }

  /** What the schema says of a document, as an editor would. */
  private static List<String> faults(String document) throws JsonProcessingException {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(document);
    JsonNode tree = JSON.readTree(JSON.writeValueAsString(loaded));
    return SCHEMA.validate(tree).stream().map(Object::toString).toList();
  }

  private static List<String> keys(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static Matcher<Iterable<? extends String>> hasExactly(List<String> words) {
    return containsInAnyOrder(words.toArray(String[]::new));
  }
}

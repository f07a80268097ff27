package io.eventbackfill.mappingfile;

import static io.eventbackfill.mappingfile.Documents.SMALL;
import static io.eventbackfill.mappingfile.Documents.problems;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentProblemsTest {

  @Test
  void everyProblemIsSaidAtOnceWithItsPlace() {
    String document =
        """
        version: 2
        name: Orders!
        evnt_type: kind
        time: {column: t, format: dd.MM, zone: Europe/Berln}
        identity: {column: a, columns: [a, b]}
        keep: row.a ==
        event_properties:
          a: {column: a, as: numbr}
          b: {colum: b}
          a: b
        """;

    assertThat(
        problems(document),
        contains(
            containsString("mapping.yaml:1:1: event_type is missing"),
            containsString("mapping.yaml:1:1: device or user is missing"),
            is("mapping.yaml:1:10: version must be 1, the only one there is, not '2'"),
            containsString("mapping.yaml:2:7: 'Orders!' can't be a name"),
            is("mapping.yaml:3:1: unknown key 'evnt_type'; did you mean 'event_type'?"),
            containsString("mapping.yaml:4:27: 'dd.MM' is no time format: it does not tell year"),
            is("mapping.yaml:4:40: unknown zone 'Europe/Berln'; did you mean 'Europe/Berlin'?"),
            containsString("mapping.yaml:5:11: identity needs exactly one of"),
            containsString("mapping.yaml:6:"),
            is("mapping.yaml:8:22: unknown conversion 'numbr'; did you mean 'number'?"),
            is(
                "mapping.yaml:9:6: event_properties.b needs exactly one of column, constant, expression"),
            is("mapping.yaml:9:7: unknown key 'colum'; did you mean 'column'?"),
            is("mapping.yaml:10:3: key 'a' stands here twice, first in line 8")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "time: {constant: 2024-01-01}   | an event's time must come from its row",
        "time: []                       | time must name a column",
        "device: {constant: !!int 5}    | tags (tag:yaml.org,2002:int) are not part",
        "device: &a x                   | anchors (&name) are not part",
        "device: *a                     | aliases (*name) are not part",
        "device:                        | device must name a column, not nothing",
        "drop: a                        | drop must be a list of columns",
        "others: event_property         | did you mean 'event_properties'?",
        "attributes: {contry: c}        | unknown key 'contry'; did you mean 'country'?",
        "user_properties: {$set: a}     | '$set' is an operation",
        "preset: login                  | unknown preset 'login' (signup)",
        "session_id: {column: a, zone: UTC} | zone goes with 'as: time' only",
        "device: {column: a, required: yes} | required must be true or false",
        "keep: 5 +                      | keep: ",
        "keep: row.b.matches('a')       | matches() is not part of the language",
        "keep: row == null              | name a column",
        "keep: now() > 5                | undeclared reference to 'now'",
      })
  void aWrongKeyIsExplained(String line, String message) {
    String key = line.substring(0, line.indexOf(':'));
    String document =
        SMALL.lines().filter(l -> !l.startsWith(key + ":")).reduce("", (a, b) -> a + b + "\n");

    List<String> problems = problems(document + line + "\n");

    assertThat(problems.toString(), containsString(message));
  }

  @Test
  void anExpressionsProblemStandsWhereItIs() {
    assertThat(
        problems(SMALL + "keep: row.a > 1 && foo\n").get(0),
        containsString("mapping.yaml:7:20: keep: undeclared reference to 'foo'"));
    assertThat(
        problems(SMALL + "keep: 'row.a > 1 && foo'\n").get(0),
        containsString("mapping.yaml:7:21: keep: undeclared reference to 'foo'"));
  }

  @Test
  void whatIsNoYamlIsSaidWithItsPlace() {
    assertThat(problems("a: b: c\n"), contains(containsString("mapping.yaml:1:5: not YAML")));
    assertThat(problems(""), contains("mapping.yaml:1:1: the file is empty"));
    assertThat(problems("- a\n").get(0), containsString("a block of keys, not a list"));
    assertThat(problems(SMALL + "---\na: b\n").toString(), containsString("one document"));
    assertThat(problems("a: " + "[".repeat(50_000)), is(not(empty())));
    assertThat(problems("#" + "x".repeat(1_000_000)), hasSize(1));
  }

  @Test
  void whateverADocumentHoldsItIsAMappingOrHasProblems() {
    Random random = new Random(20261121);
    String seed =
        SMALL
            + """
            keep: row.a > 1
            event_properties: {a: {column: a, as: integer}, b: {constant: 1}}
            attributes: {country: c}
            drop: [x, y]
            """;
    String letters = "{}[]:,'\"&*!|>%@#- \n\tabc\0\u00e9\ud83d?~0.";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seed);
      int changes = 1 + random.nextInt(6);
      for (int change = 0; change < changes; change++) {
        int at = random.nextInt(text.length());
        int kind = random.nextInt(3);
        if (kind == 0) {
          text.deleteCharAt(at);
        } else if (kind == 1) {
          text.insert(at, letters.charAt(random.nextInt(letters.length())));
        } else {
          text.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
        }
      }
      FileMapping.Result result = FileMapping.read("m", text.toString());
      assertThat(text.toString(), result.mapping().isPresent(), is(result.problems().isEmpty()));
      read += result.mapping().isPresent() ? 1 : 0;
    }
    assertThat("some stay mappings, most do not: " + read, read > 500 && read < 15_000, is(true));
  }
}

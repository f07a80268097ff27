package io.eventbackfill.mappingfile;

import static io.eventbackfill.mappingfile.Documents.mapping;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.SourceRow;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a row holds, it ends as an event or a refusal, and always as the same. */
class HostileRowsTest {

  /** Uses every key, every conversion and every kind of time. */
  private static final String EVERYTHING =
      """
      version: 1
      name: everything
      keep: row.a != 'no' || row.b == null
      event_type: {column: a, as: trim, default: None}
      time: {column: t, format: iso, zone: Europe/Berlin}
      device: {expression: "row.a == null ? row.b : row.a"}
      user: [b, 'x.y']
      session_id: c
      identity: {columns: [a, b.x, c], prefix: e}
      event_properties:
        text: {column: a, as: text}
        lower: {column: a, as: lower}
        upper: {column: b, as: upper}
        integer: {column: b, as: integer, default: 0}
        number: {column: c, as: number}
        flag: {column: c, as: boolean}
        json: {column: d, as: json}
        seconds: {column: a, as: time, format: epoch-seconds}
        nanos: {column: b, as: time, format: epoch-nanos}
        day: {column: d, as: time, format: dd.MM.yyyy, zone: Asia/Tokyo}
        path: d.x
        constant: {constant: 1.50}
        sum: {expression: "[row.d, {'k': row.c}]"}
      user_properties: {plan: {column: d, as: upper, default: free}}
      groups: {company: b, team: d}
      attributes:
        country: a
        ip: b
        location_lat: c
        location_lng: d
        plan: {column: d, as: json}
      others: user_properties
      drop: [e]
      """;

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "7.0",
          "1.50",
          "1e400",
          "-0.0",
          "1E-400",
          "9007199254740993",
          "123456789012345678901234567890",
          "1709294400",
          "\"\"",
          "\" \"",
          "\"no\"",
          "\"yes\"",
          "\" 7 \"",
          "\"1,5\"",
          "\"NaN\"",
          "\"$remote\"",
          "\"2024-03-01T12:00:00Z\"",
          "\"2024-10-27 02:30:00\"",
          "\"31.02.2024\"",
          "\"01.03.2024\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"a\\u2028b\"",
          "\"İ\"",
          "\"{\\\"a\\\":[1,\"",
          "\"{\\\"branch\\\": 1.0}\"",
          "\"[[[[[]]]]]\"",
          "[]",
          "[null]",
          "[1,[2,[3,{}]]]",
          "{}",
          "{\"x\":{\"y\":1}}",
          "{\"x\":\"u\",\"x.y\":\"u-1\"}",
          "{\"\":null}");

  private static final List<String> COLUMNS =
      List.of("a", "b", "c", "d", "e", "t", "b.x", "d.x", "$set", "other", "");

  @Test
  void aRowEndsAndAlwaysTheSame() {
    Random random = new Random(20261123);
    FileMapping mapping = mapping(EVERYTHING);
    FileMapping again = mapping("# read anew\n" + EVERYTHING);
    int kept = 0;
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      String json = row(random);
      SourceRow row = Documents.row(json);

      Checked first = mapping.map(row);

      assertThat(json, again.map(Documents.row(json)), is(first));
      if (first instanceof Kept) {
        kept++;
      } else {
        refused++;
      }
    }
    assertThat("kept", kept, is(greaterThan(1_000)));
    assertThat("refused", refused, is(greaterThan(1_000)));
  }

  @Test
  void theMappingUsesEveryKeyAndConversion() {
    for (String key : DocumentReader.KEYS) {
      assertThat(
          key,
          key.equals("preset") || EVERYTHING.contains("\n" + key + ":") || key.equals("version"),
          is(true));
    }
    for (Conversion conversion : Conversion.values()) {
      assertThat(conversion.code(), EVERYTHING.contains("as: " + conversion.code()), is(true));
    }
  }

  private static String row(Random random) {
    StringBuilder row = new StringBuilder("{");
    boolean goodTime = random.nextInt(4) > 0;
    for (String column : COLUMNS) {
      boolean time = column.equals("t") && goodTime;
      if (!time && random.nextInt(5) == 0) {
        continue;
      }
      String value = time ? "\"2024-03-01\"" : VALUES.get(random.nextInt(VALUES.size()));
      row.append(row.length() == 1 ? "" : ",");
      row.append('"').append(column).append("\":").append(value);
    }
    return row.append('}').toString();
  }
}

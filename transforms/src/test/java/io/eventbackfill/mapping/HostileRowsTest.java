package io.eventbackfill.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostileRowsTest {
  private static final long SEED = 20260801L;
  private static final int ROWS = 20_000;

  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1.0",
          "1.50",
          "1e400",
          "-1E-400",
          "1e2147483648",
          "9007199254740993",
          "123456789012345678901234567890.5",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u0000\"",
          "\"$remote\"",
          "\"{\"",
          "\"{}\"",
          "\"{\\\"$set\\\":1,\\\"a\\\":2}\"",
          "\"2025-07-01 16:34:54.837000\"",
          "\"2025-02-30T16:34:54Z\"",
          "\"event\"",
          "\"$identify\"",
          "\"-1\"",
          "\"00000000-0000-0000-0000-000000000000\"",
          "\"\uD83D\uDE00\"");

  private static final List<String> NAMES =
      List.of("a", "$set", "$unset", "", "branch", "version", "\uD83D\uDE00", "a b", "[x].y");

  private final Mapping mapping = AmplitudeExportMapping.withDefaults();

  @Test
  void everyRowIsKeptOrRefusedAndAlwaysTheSame() {
    Random random = new Random(SEED);
    List<String> fields =
        ExportFields.table().stream()
            .map(ExportField::name)
            .collect(Collectors.toCollection(ArrayList::new));
    fields.add("unknown");
    int kept = 0;
    for (int i = 0; i < ROWS; i++) {
      ExportRow row = random.nextInt(4) == 0 ? ExportRow.full() : ExportRow.small();
      int changes = random.nextInt(12);
      for (int change = 0; change < changes; change++) {
        row.with(fields.get(random.nextInt(fields.size())), value(random, 4));
      }
      String text = row.text();
      Checked first = mapping.map(ExportRow.rowOf(text));
      assertThat(text, mapping.map(ExportRow.rowOf(text)), equalTo(first));
      assertWritable(text, first);
      kept += first instanceof Kept ? 1 : 0;
    }
    assertThat("rows kept", kept, greaterThan(ROWS / 3));
    assertThat("rows refused", ROWS - kept, greaterThan(ROWS / 10));
  }

  /** Every field with every kind of value, alone: what the random rows may miss. */
  @Test
  void everyFieldMayHoldAnything() {
    List<String> values = new ArrayList<>(SCALARS);
    values.addAll(List.of("{}", "[]", "[null]", "{\"\":{}}", "{\"a\":[[{}]]}", "[{\"a\":1}]"));
    for (ExportField field : ExportFields.table()) {
      for (String value : values) {
        String text = ExportRow.small().with(field.name(), value).text();
        assertWritable(text, mapping.map(ExportRow.rowOf(text)));
      }
    }
  }

  /** What is kept must be JSON again, with the same values. */
  private static void assertWritable(String row, Checked checked) {
    if (checked instanceof Kept kept) {
      Map<String, JsonValue> attributes = kept.event().attributes();
      try {
        assertThat(
            row,
            JsonValue.parseObject(JsonValue.object(attributes).toBytes()),
            equalTo(attributes));
      } catch (MalformedJsonException e) {
        throw new AssertionError(row, e);
      }
    }
  }

  private static String value(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    return switch (kind) {
      case 1 -> array(random, depth);
      case 2 -> object(random, depth);
      default -> SCALARS.get(random.nextInt(SCALARS.size()));
    };
  }

  private static String array(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> value(random, depth - 1))
        .collect(Collectors.joining(random.nextBoolean() ? "," : " ,", "[", "]"));
  }

  private static String object(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(
            i ->
                JsonValue.of(NAMES.get(random.nextInt(NAMES.size())))
                    + ":"
                    + value(random, depth - 1))
        .collect(Collectors.joining(random.nextBoolean() ? "," : ", ", "{", "}"));
  }

  @Test
  void aHundredThousandKeysAreRead() {
    String many =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"k" + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}"));

    Mapped properties = Mapped.of(ExportRow.small().with("event_properties", many));
    assertThat(properties.attribute("event_properties"), equalTo(many));

    String row = many.substring(0, many.length() - 1) + "," + ExportRow.small().text().substring(1);
    Mapped topLevel = new Mapped(mapping.map(ExportRow.rowOf(row)));
    assertThat(topLevel.notes().size(), is(100_000));
  }

  /** The parser's own limit is 1000 levels, the row's included: deeper rows never get here. */
  @Test
  void valuesAsDeepAsTheParserReadsAreMapped() {
    assertThat(
        Mapped.of(ExportRow.small().with("event_properties", nested(999)))
            .event()
            .attributes()
            .get("event_properties")
            .depth(),
        is(999));
  }

  @Test
  void deepRowsWithoutIdentityAreHashed() {
    ExportRow row = ExportRow.small().without("$insert_id").with("event_properties", nested(999));

    assertThat(Mapped.of(row).event().identity(), startsWith("row:"));
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  @Test
  void aLongNameIsPassedOn() {
    String json = "{\"" + "k".repeat(2_000) + "\":1}";

    assertThat(
        Mapped.of(ExportRow.small().with("event_properties", json)).attribute("event_properties"),
        equalTo(json));
  }

  @Test
  void aRowWithoutFieldsIsRefused() {
    assertThat(
        new Mapped(mapping.map(ExportRow.rowOf("{}"))).refusal(),
        equalTo("missing-event-type:event_type"));
  }
}

package io.eventbackfill.mappingfile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Documents and what becomes of rows by them, in words short enough for a table. */
final class Documents {
  /** The fewest lines a mapping can have. */
  static final String SMALL =
      """
      version: 1
      name: orders
      event_type: {constant: Order Placed}
      time: created_at
      user: customer
      identity: id
      """;

  static final String ROW =
      "{\"id\":7,\"customer\":\"alice\",\"created_at\":\"2024-03-01T12:00:00Z\"}";

  private Documents() {}

  static FileMapping mapping(String text) {
    FileMapping.Result result = FileMapping.read("mapping.yaml", text);
    assertThat(result.problems(), empty());
    return result.mapping().orElseThrow();
  }

  static List<String> problems(String text) {
    return FileMapping.read("mapping.yaml", text).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  static SourceRow row(String json) {
    try {
      return new SourceRow(
          new Origin("file", null, 1),
          JsonValue.parseObject(json.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** The row above with other or further fields, given as members of an object. */
  static String rowWith(String members) {
    return ROW.substring(0, ROW.length() - 1) + "," + members + "}";
  }

  static Checked map(String document, String row) {
    return mapping(document).map(row(row));
  }

  static Event event(String document, String row) {
    Checked checked = map(document, row);
    assertThat(checked, instanceOf(Kept.class));
    return ((Kept) checked).event();
  }

  /** An attribute as JSON text, "absent" if there is none. */
  static String attribute(String name, String document, String row) {
    JsonValue value = event(document, row).attributes().get(name);
    return value == null ? "absent" : value.toString();
  }

  static List<String> notes(String document, String row) {
    Checked checked = map(document, row);
    assertThat(checked, instanceOf(Kept.class));
    return ((Kept) checked)
        .notes().stream().map(noted -> noted.note().code() + ":" + noted.subject()).toList();
  }

  /** The refusal as {@code code:field: detail}. */
  static String refusal(String document, String row) {
    Checked checked = map(document, row);
    assertThat(checked, instanceOf(Refused.class));
    Refused refused = (Refused) checked;
    return refused.reason().code() + ":" + refused.field() + ": " + refused.detail();
  }
}

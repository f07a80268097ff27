package io.eventbackfill.source;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Disposition;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.MalformedJsonException;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.RawRow;
import io.eventbackfill.model.Reason;
import io.eventbackfill.model.SetAside;
import io.eventbackfill.model.SetAside.Attempts;
import java.io.BufferedInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How rows that were set aside stand on disk, one JSON object a line:
 *
 * <pre>
 * {"event_backfill":"set-aside/1",
 *  "disposition":"rejected", "reason":"invalid-field", "field":"time", "detail":"HTTP 400 ...",
 *  "origin":{"file":"exports/a.zip", "member":"a_0#0.json.gz", "row":17},
 *  "insert_id":"...",
 *  "http_status":400, "attempts":2, "first_attempt":"...Z", "last_attempt":"...Z",
 *  "event":{...},
 *  "row":"{\"event_type\":..."}
 * </pre>
 *
 * <p>{@code event} is what was sent, or would have been, as text where it is not JSON on one line;
 * {@code row} the original row, unchanged, as text; where it is not UTF-8, {@code row_base64} holds
 * its bytes. Fields without a value are left out. A file of such lines is itself an input: {@link
 * #unwrap} gives back the original row, so it maps to the same event with the same identity. Who
 * corrects a row by hand may write it as the object it is, {@code "row":{"event_type":...}}; where
 * both are there, {@code row} counts and not {@code row_base64}.
 */
public final class SetAsideFormat {
  private static final String MARK = "event_backfill";
  private static final String VERSION = "set-aside/1";

  private static final byte[] START =
      ("{\"" + MARK + "\":\"" + VERSION + "\"").getBytes(StandardCharsets.UTF_8);

  private SetAsideFormat() {}

  /** True if a file begins with such a record; leaves the input where it was. */
  static boolean isStartOf(BufferedInputStream in) {
    return Arrays.equals(SourceReader.head(in, START.length), START);
  }

  /** The record as one line, without its end. */
  public static String line(SetAside aside) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    Refused cause = aside.cause();
    json.put(MARK, JsonValue.of(VERSION));
    json.put("disposition", JsonValue.of(cause.reason().disposition().code()));
    json.put("reason", JsonValue.of(cause.reason().code()));
    putText(json, "field", cause.field());
    putText(json, "detail", cause.detail());
    json.put("origin", origin(aside.origin()));
    putText(json, "insert_id", aside.identity());
    Attempts attempts = aside.attempts();
    if (attempts != null) {
      json.put("http_status", JsonValue.of(attempts.status()));
      json.put("attempts", JsonValue.of(attempts.count()));
      json.put("first_attempt", JsonValue.of(attempts.first().toString()));
      json.put("last_attempt", JsonValue.of(attempts.last().toString()));
    }
    Bytes event = aside.event();
    if (event != null) {
      json.put("event", parsed(event));
    }
    Bytes row = aside.row();
    if (row != null && row.isUtf8()) {
      json.put("row", JsonValue.of(row.text()));
    } else if (row != null) {
      json.put("row_base64", JsonValue.of(Base64.getEncoder().encodeToString(row.array())));
    }
    return JsonValue.object(json).toString();
  }

  /** The original row where these fields are a record's; empty where they are an ordinary row's. */
  public static Optional<RawRow> unwrap(Map<String, JsonValue> fields) {
    JsonValue mark = fields.get(MARK);
    if (mark == null || !VERSION.equals(mark.text())) {
      return Optional.empty();
    }
    return Optional.of(new RawRow(origin(fields), row(fields)));
  }

  /** What a record's event was called when it was set aside; null where it never became one. */
  public static @Nullable String identity(Map<String, JsonValue> fields) {
    String identity = fields.getOrDefault("insert_id", JsonValue.NULL).text();
    return identity == null || identity.isEmpty() ? null : identity;
  }

  /** Why a record was rejected; empty where it was deferred, or does not say. */
  public static Optional<Refused> rejection(Map<String, JsonValue> fields) {
    String code = text(fields, "reason");
    return Arrays.stream(Reason.values())
        .filter(r -> r.disposition() == Disposition.REJECTED && r.code().equals(code))
        .findFirst()
        .map(reason -> new Refused(reason, text(fields, "field"), text(fields, "detail")));
  }

  private static String text(Map<String, JsonValue> fields, String name) {
    String text = fields.getOrDefault(name, JsonValue.NULL).text();
    return text == null ? "" : text;
  }

  private static Bytes row(Map<String, JsonValue> fields) {
    JsonValue row = fields.getOrDefault("row", JsonValue.NULL);
    if (row.kind() == Kind.OBJECT) {
      return Bytes.of(row.toBytes());
    }
    String text = row.text();
    return text == null ? undecoded(fields) : Bytes.of(text);
  }

  private static Bytes undecoded(Map<String, JsonValue> fields) {
    String base64 = fields.getOrDefault("row_base64", JsonValue.NULL).text();
    if (base64 != null) {
      try {
        return Bytes.of(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        // Not what was written here: as unreadable as a row that is missing.
        return Bytes.of("");
      }
    }
    return Bytes.of("");
  }

  private static Origin origin(Map<String, JsonValue> fields) {
    Map<String, JsonValue> origin = fields.getOrDefault("origin", JsonValue.NULL).members();
    String file = origin.getOrDefault("file", JsonValue.NULL).text();
    String member = origin.getOrDefault("member", JsonValue.NULL).text();
    String row = origin.getOrDefault("row", JsonValue.NULL).text();
    boolean number = row != null && row.matches("[0-9]{1,18}");
    return new Origin(file == null ? "(unknown)" : file, member, number ? Long.parseLong(row) : 0);
  }

  private static JsonValue origin(Origin origin) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("file", JsonValue.of(origin.file()));
    String member = origin.member();
    if (member != null) {
      json.put("member", JsonValue.of(member));
    }
    json.put("row", JsonValue.of(origin.row()));
    return JsonValue.object(json);
  }

  /** Not every vendor's format need be JSON, nor stand on one line. */
  private static JsonValue parsed(Bytes event) {
    try {
      JsonValue json = JsonValue.parse(event.array());
      boolean oneLine = event.text().chars().noneMatch(c -> c == '\n' || c == '\r');
      return oneLine ? json : JsonValue.of(event.text());
    } catch (MalformedJsonException e) {
      return JsonValue.of(event.text());
    }
  }

  private static void putText(Map<String, JsonValue> json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, JsonValue.of(text));
    }
  }
}

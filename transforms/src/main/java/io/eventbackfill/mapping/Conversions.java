package io.eventbackfill.mapping;

import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the values of fields become those of attributes. What can pass as it is passes byte for byte.
 */
final class Conversions {

  /**
   * Words that mean an operation in a property update and are risky anywhere else (Identify API,
   * user property operations; the last one is sent by SDKs only).
   */
  static final Set<String> OPERATIONS =
      Set.of(
          "$set",
          "$setOnce",
          "$add",
          "$append",
          "$prepend",
          "$unset",
          "$preInsert",
          "$postInsert",
          "$remove",
          "$clearAll");

  /** The parts of a tracking plan an upload may have (Batch API; the last is sent by SDKs). */
  private static final Set<String> PLAN_KEYS = Set.of("branch", "source", "version", "versionId");

  /** Means "the uploader's address" in an upload (Batch API, ip): the backfill's, not the user's */
  private static final String UPLOADERS_ADDRESS = "$remote";

  /** What phones give out in place of an advertising id when tracking is off. */
  private static final String NO_ADVERTISING_ID = "00000000-0000-0000-0000-000000000000";

  private Conversions() {}

  /** Strings as they are, numbers and booleans as a string of their own text. */
  static @Nullable JsonValue text(JsonValue value, String field, Findings findings) {
    if (value.kind() == Kind.STRING) {
      return value;
    }
    String text = value.text();
    if (text == null) {
      return unusable(field, findings);
    }
    return JsonValue.of(text);
  }

  /** As {@link #text}, none if it is empty. */
  static @Nullable JsonValue filled(JsonValue value, String field, Findings findings) {
    return isEmpty(value) ? null : text(value, field, findings);
  }

  /** A string that is not empty; none of anything else, which the identity notes if need be. */
  static @Nullable JsonValue string(JsonValue value, String field, Findings findings) {
    return value.kind() == Kind.STRING && !isEmpty(value) ? value : null;
  }

  /** An id as text; none of anything else, which nobody would ask for. */
  static @Nullable JsonValue id(JsonValue value, String field, Findings findings) {
    String id = IdText.of(value);
    return id == null || value.kind() == Kind.STRING
        ? string(value, field, findings)
        : JsonValue.of(id);
  }

  private static boolean isEmpty(JsonValue value) {
    return value.kind() == Kind.STRING && value.length() == "\"\"".length();
  }

  /** An integer; -1 is the export's word for "no session". */
  static @Nullable JsonValue sessionId(JsonValue value, String field, Findings findings) {
    String number = value.kind() == Kind.NUMBER ? value.text() : null;
    Long id = number == null ? null : NumberText.integer(number);
    if (number == null || id == null) {
      return unusable(field, findings);
    }
    if (id == -1) {
      return null;
    }
    return number.equals(id.toString()) ? value : JsonValue.of(id);
  }

  static @Nullable JsonValue latitude(JsonValue value, String field, Findings findings) {
    return isWithin(value, 90) ? value : unusable(field, findings);
  }

  static @Nullable JsonValue longitude(JsonValue value, String field, Findings findings) {
    return isWithin(value, 180) ? value : unusable(field, findings);
  }

  private static boolean isWithin(JsonValue value, int degrees) {
    String number = value.kind() == Kind.NUMBER ? value.text() : null;
    return number != null && Math.abs(Double.parseDouble(number)) <= degrees;
  }

  static @Nullable JsonValue ip(JsonValue value, String field, Findings findings) {
    String address = value.kind() == Kind.STRING ? value.text() : null;
    if (address == null || address.equals(UPLOADERS_ADDRESS)) {
      return unusable(field, findings);
    }
    return address.isEmpty() ? null : value;
  }

  static @Nullable JsonValue advertisingId(JsonValue value, String field, Findings findings) {
    String id = value.kind() == Kind.STRING ? value.text() : null;
    if (id == null || id.equals(NO_ADVERTISING_ID)) {
      return unusable(field, findings);
    }
    return id.isEmpty() ? null : value;
  }

  /** An object as it is, none if it is empty. */
  static @Nullable JsonValue properties(JsonValue value, String field, Findings findings) {
    JsonValue object = requiredObject(value, field, findings);
    return object == null || isBare(object) ? null : object;
  }

  /** An object as it is, unless it holds operations: these are taken out. */
  static @Nullable JsonValue userProperties(JsonValue value, String field, Findings findings) {
    JsonValue object = properties(value, field, findings);
    if (object == null || !mayHoldOperations(object)) {
      return object;
    }
    Map<String, JsonValue> members = object.members();
    Map<String, JsonValue> kept = new LinkedHashMap<>();
    members.forEach(
        (name, property) -> {
          if (OPERATIONS.contains(name)) {
            findings.note(Note.OPERATION_DROPPED, name);
          } else {
            kept.put(name, property);
          }
        });
    if (kept.size() == members.size()) {
      return object;
    }
    return kept.isEmpty() ? null : JsonValue.object(kept);
  }

  /** The parts an upload may have; none if none is left. */
  static @Nullable JsonValue plan(JsonValue value, String field, Findings findings) {
    JsonValue object = object(value);
    if (object == null) {
      return unusable(field, findings);
    }
    if (isBare(object)) {
      return null;
    }
    Map<String, JsonValue> members = object.members();
    Map<String, JsonValue> kept = new LinkedHashMap<>();
    members.forEach(
        (name, part) -> {
          if (PLAN_KEYS.contains(name) && !part.isNull() && !"".equals(part.text())) {
            JsonValue text = text(part, field, findings);
            if (text != null) {
              kept.put(name, text);
            }
          }
        });
    if (kept.isEmpty()) {
      return null;
    }
    return kept.equals(members) ? object : JsonValue.object(kept);
  }

  /** An object, or refuses the row. */
  static @Nullable JsonValue requiredObject(JsonValue value, String field, Findings findings) {
    JsonValue object = object(value);
    if (object == null) {
      findings.refuse(
          Reason.INVALID_FIELD, field, field + " is neither an object nor a string that holds one");
    }
    return object;
  }

  /** An object, also where a warehouse wrote it as a string; null if it is anything else. */
  private static @Nullable JsonValue object(JsonValue value) {
    if (value.kind() == Kind.OBJECT) {
      return value;
    }
    String text = value.kind() == Kind.STRING ? value.text() : null;
    if (text == null || !text.stripLeading().startsWith("{")) {
      return null;
    }
    return JsonValue.parseText(text);
  }

  private static boolean isBare(JsonValue object) {
    return object.length() == "{}".length();
  }

  /** False only if no member is named like an operation, however it is escaped. */
  private static boolean mayHoldOperations(JsonValue object) {
    return object.holds('$', '\\');
  }

  private static @Nullable JsonValue unusable(String field, Findings findings) {
    findings.note(Note.FIELD_DROPPED, field);
    return null;
  }
}

package io.eventbackfill.mapping;

import com.google.common.hash.Hashing;
import io.eventbackfill.model.CanonicalJson;
import io.eventbackfill.model.JsonValue;
import io.eventbackfill.model.JsonValue.Kind;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.SourceRow;
import org.jspecify.annotations.Nullable;

/** Ids as text, however a source writes them. */
public final class IdText {

  /**
   * Longer ids are cut by the vendor (limits page) or refused, and cut ones could collide; also
   * bounds what is written out.
   */
  private static final int MAX_LENGTH = 1024;

  private IdText() {}

  /** An id as text; null if there is none, or none that could be one. */
  public static @Nullable String of(JsonValue value) {
    String text = value.text();
    if (text == null || text.isEmpty() || value.kind() == Kind.BOOLEAN) {
      return null;
    }
    return value.kind() == Kind.NUMBER ? NumberText.plain(text, MAX_LENGTH) : text;
  }

  /**
   * An identity as it can be stored: itself, or {@code sha256:} and the hash of its form as JSON
   * string where it is longer than 1024 characters or not valid Unicode.
   */
  public static String storable(String id, Findings findings) {
    if (id.length() <= MAX_LENGTH && isUnicode(id)) {
      return id;
    }
    findings.note(Note.IDENTITY_HASHED);
    return "sha256:" + Hashing.sha256().hashBytes(JsonValue.of(id).toBytes());
  }

  /**
   * The identity of a row that names none: {@code row:} and a hash of all it holds, or what it was
   * called before it was set aside. A correction makes no other event of it.
   */
  public static String ofRow(SourceRow row, String prefix, Findings findings) {
    String before = row.identity();
    return before == null
        ? prefix + "row:" + Hashing.sha256().hashBytes(CanonicalJson.of(row.fields()))
        : storable(before, findings);
  }

  /** Half a surrogate pair has no form in UTF-8: two ids that differ only there would be one. */
  private static boolean isUnicode(String id) {
    int point;
    for (int i = 0; i < id.length(); i += Character.charCount(point)) {
      point = id.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return false;
      }
    }
    return true;
  }
}

package io.eventbackfill.validation;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ids of some length that stand on no list.
 *
 * <p>An id is unusable if it is empty, stands on the list, has the wrong length, or holds half a
 * surrogate pair, which can't be written as UTF-8. Nothing is trimmed. Characters are counted in
 * UTF-16 units, as in the SDKs of most vendors; never fewer than the code points.
 *
 * @param minLength the fewest characters of an id
 * @param maxLength the most characters of an id
 * @param invalid ids the destination never takes; compared whatever the case
 */
public record IdLimits(int minLength, int maxLength, Set<String> invalid) implements IdForm {
  private static final long serialVersionUID = 1L;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if no length can be right
   */
  public IdLimits {
    if (minLength < 0 || maxLength < Math.max(minLength, 1)) {
      throw new IllegalArgumentException(
          "ids of " + minLength + " to " + maxLength + " characters do not exist");
    }
    Set<String> lower = new TreeSet<>();
    invalid.forEach(id -> lower.add(id.toLowerCase(Locale.ROOT)));
    invalid = Collections.unmodifiableSet(lower);
  }

  @Override
  public @Nullable String fault(String id) {
    if (id.isEmpty()) {
      return "is empty";
    }
    if (invalid.contains(id.toLowerCase(Locale.ROOT))) {
      return "is on the destination's list of values that are no ids";
    }
    if (id.length() < minLength) {
      return "has " + id.length() + " characters, the destination wants at least " + minLength;
    }
    if (id.length() > maxLength) {
      return "has " + id.length() + " characters, the destination takes at most " + maxLength;
    }
    return isUnicode(id) ? null : "is not valid Unicode";
  }

  /** Whether an id can be written as UTF-8. */
  public static boolean isUnicode(String id) {
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

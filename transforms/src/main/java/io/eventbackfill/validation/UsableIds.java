package io.eventbackfill.validation;

import io.eventbackfill.model.Checked;
import io.eventbackfill.model.Checked.Kept;
import io.eventbackfill.model.Checked.Refused;
import io.eventbackfill.model.Event;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Note;
import io.eventbackfill.model.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * At least one id the destination takes. An unusable one beside a usable one is left out and noted;
 * an event left with none is refused.
 *
 * <p>An id is unusable if it is empty, stands on the list, has the wrong length, or holds half a
 * surrogate pair, which can't be written as UTF-8. Nothing is trimmed. Characters are counted in
 * UTF-16 units, as in the SDKs of most vendors; never fewer than the code points.
 *
 * @param minLength the fewest characters of an id
 * @param maxLength the most characters of an id
 * @param invalid ids the destination never takes; compared whatever the case
 */
public record UsableIds(int minLength, int maxLength, Set<String> invalid) implements EventRule {
  private static final long serialVersionUID = 1L;

  private static final String USER = "user_id";
  private static final String DEVICE = "device_id";

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if no length can be right
   */
  public UsableIds {
    if (minLength < 0 || maxLength < Math.max(minLength, 1)) {
      throw new IllegalArgumentException(
          "ids of " + minLength + " to " + maxLength + " characters do not exist");
    }
    Set<String> lower = new TreeSet<>();
    invalid.forEach(id -> lower.add(id.toLowerCase(Locale.ROOT)));
    invalid = Collections.unmodifiableSet(lower);
  }

  @Override
  public Checked check(Event event) {
    Who who = event.who();
    String device = who.device();
    String user = who.user();
    String deviceFault = fault(device);
    String userFault = fault(user);
    boolean usableDevice = device != null && deviceFault == null;
    boolean usableUser = user != null && userFault == null;
    if (!usableDevice && !usableUser) {
      return refused(deviceFault, userFault);
    }
    if (deviceFault == null && userFault == null) {
      return Checked.kept(event);
    }
    Who left = new Who(usableDevice ? device : null, usableUser ? user : null, who.mergedId());
    String dropped = deviceFault == null ? USER : DEVICE;
    return new Kept(event.withWho(left), List.of(Note.ID_DROPPED.about(dropped)));
  }

  private static Refused refused(@Nullable String deviceFault, @Nullable String userFault) {
    List<String> faults = new ArrayList<>();
    if (deviceFault != null) {
      faults.add(DEVICE + " " + deviceFault);
    }
    if (userFault != null) {
      faults.add(USER + " " + userFault);
    }
    String field = deviceFault != null ? DEVICE : userFault != null ? USER : "";
    return new Refused(Reason.MISSING_ID, field, String.join("; ", faults));
  }

  /** What is wrong with an id; null if nothing is, or if there is none. */
  private @Nullable String fault(@Nullable String id) {
    if (id == null) {
      return null;
    }
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

package io.eventbackfill.mappingfile;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Defaults for a whole document; what the document says itself counts. */
enum Preset {
  /**
   * One event for each user who was there before, at the time the user was created, as the vendor
   * asks of backfills: else all of them would look new on the first day. It has the user alone,
   * since rows of one user differ in their devices.
   */
  SIGNUP(
      """
      event_type: {constant: user_created}
      time: user_creation_time
      user: user_id
      identity: {column: user_id, prefix: 'signup:'}
      others: ignore
      """),
  ;

  /**
   * Rows without either are no users. Only for the preset's own columns: with others it would leave
   * out everything.
   */
  static final String KEEP =
      "keep: row.user_id != null && row.user_id != '' && row.user_creation_time != null"
          + " && row.user_creation_time != ''";

  static final Set<String> OWN_COLUMNS = Set.of("user", "time", "identity");

  private final String defaults;

  Preset(String defaults) {
    this.defaults = defaults;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A document's missing keys and their values. */
  String defaults() {
    return defaults;
  }

  static @Nullable Preset named(String code) {
    for (Preset preset : values()) {
      if (preset.code().equals(code)) {
        return preset;
      }
    }
    return null;
  }
}

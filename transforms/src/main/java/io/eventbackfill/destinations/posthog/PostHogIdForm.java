package io.eventbackfill.destinations.posthog;

import io.eventbackfill.validation.IdForm;
import io.eventbackfill.validation.IdLimits;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids that PostHog takes for one person, by either of its APIs: what only one of them would change
 * or refuse is refused for both, so that it does not matter by which an event goes.
 */
record PostHogIdForm() implements IdForm {
  private static final long serialVersionUID = 1L;

  /**
   * Capture API v1: a longer one is dropped. Capture API v0 cuts behind 200 characters, and two
   * people whose ids begin alike would be one.
   */
  private static final int MAX_BYTES = 200;

  private static final Pattern OUTER_BLANK =
      Pattern.compile("^\\s|\\s$", Pattern.UNICODE_CHARACTER_CLASS);

  @Override
  public @Nullable String fault(String id) {
    if (id.isBlank()) {
      return "is blank";
    }
    if (PostHogIds.isIllegal(id)) {
      return "is on the destination's list of values that are no ids";
    }
    if (OUTER_BLANK.matcher(id).find()) {
      return "begins or ends with white space, which the destination may take away";
    }
    if (id.indexOf('\0') >= 0) {
      return "holds a NUL, which the destination replaces";
    }
    if (!IdLimits.isUnicode(id)) {
      return "is not valid Unicode";
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    return bytes > MAX_BYTES
        ? "has " + bytes + " bytes, the destination takes at most " + MAX_BYTES
        : null;
  }
}

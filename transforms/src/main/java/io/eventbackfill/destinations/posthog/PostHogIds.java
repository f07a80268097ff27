package io.eventbackfill.destinations.posthog;

import com.google.common.collect.ImmutableSet;
import java.util.Locale;

/**
 * Ids that are no one's: programs that lack an id send them, so PostHog merges no persons through
 * them (merge rules) or, at its newer API, processes no persons for them. Both lists are one here.
 */
final class PostHogIds {
  private static final ImmutableSet<String> IN_ANY_CASE =
      ImmutableSet.of(
          "anonymous",
          "anonymous-user",
          "backend",
          "distinct_id",
          "distinctid",
          "email",
          "false",
          "guest",
          "id",
          "nan",
          "nil",
          "not_authenticated",
          "system",
          "true",
          "undefined",
          "user",
          "00000000-0000-0000-0000-000000000000");

  private static final ImmutableSet<String> IN_THIS_CASE =
      ImmutableSet.of("[object Object]", "NaN", "None", "none", "null", "0");

  private PostHogIds() {}

  /** Whether no persons are merged through this id; also if it stands in quotes. */
  static boolean isIllegal(String id) {
    String bare = unquoted(id.strip());
    return bare.isEmpty()
        || IN_THIS_CASE.contains(bare)
        || IN_ANY_CASE.contains(bare.toLowerCase(Locale.ROOT));
  }

  private static String unquoted(String id) {
    int last = id.length() - 1;
    boolean quoted =
        last > 0
            && id.charAt(0) == id.charAt(last)
            && (id.charAt(0) == '"' || id.charAt(0) == '\'');
    return quoted ? id.substring(1, last).strip() : id;
  }
}

package io.eventbackfill.emulators.posthog;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Distinct ids that stem from a bug and not from a person. (Merge rules in the consumer) */
final class IllegalIds {

  private static final Set<String> ANY_CASE =
      quoted(
          "anonymous",
          "guest",
          "distinctid",
          "distinct_id",
          "id",
          "not_authenticated",
          "email",
          "undefined",
          "true",
          "false");

  private static final Set<String> EXACT =
      quoted("[object Object]", "NaN", "None", "none", "null", "0", "undefined");

  // Case does not matter here, so that "nan" is illegal for v1 and legal in a merge.
  private static final Set<String> CAPTURE =
      Set.of(
          "0",
          "00000000-0000-0000-0000-000000000000",
          "[object object]",
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
          "none",
          "not_authenticated",
          "null",
          "system",
          "true",
          "undefined",
          "user");

  private IllegalIds() {}

  private static Set<String> quoted(String... ids) {
    return List.of(ids).stream()
        .flatMap(id -> Stream.of(id, "'" + id + "'", "\"" + id + "\""))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the consumer refuses to merge it. */
  static boolean forMerging(String id) {
    return id.isBlank() || ANY_CASE.contains(id.toLowerCase(Locale.ROOT)) || EXACT.contains(id);
  }

  /** Whether v1 turns person processing off for it. */
  static boolean forCapture(String id) {
    return CAPTURE.contains(id.strip().toLowerCase(Locale.ROOT));
  }
}

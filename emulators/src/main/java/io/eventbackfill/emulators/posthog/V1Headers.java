package io.eventbackfill.emulators.posthog;

import io.eventbackfill.emulators.EmulatorRequest;
import io.eventbackfill.emulators.HttpAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers of a v1 request, all of which must be there. (Capture v1, Headers) */
record V1Headers(String token, String library, String version, int attempt, Instant sentAt) {

  private static final List<String> REQUIRED =
      List.of(
          "PostHog-Sdk-Info",
          "PostHog-Attempt",
          "PostHog-Request-Id",
          "PostHog-Request-Timestamp",
          "Content-Type",
          "User-Agent");

  private static final Pattern SDK = Pattern.compile("([^/\\s]+)/(\\d+\\.\\d+\\.\\d+\\S*)");
  private static final Pattern ATTEMPT = Pattern.compile("[1-9]\\d{0,8}");

  /** What is wrong with them, if anything. */
  static Optional<HttpAnswer> refusal(EmulatorRequest request) {
    Optional<String> token = bearer(request);
    if (token.isEmpty() || Tokens.fault(token.get()).isPresent()) {
      return Optional.of(V1Errors.of(401));
    }
    if (!REQUIRED.stream().allMatch(name -> request.header(name).isPresent())) {
      return Optional.of(V1Errors.of(400, "missing_required_headers"));
    }
    String type = text(request, "Content-Type").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      return Optional.of(V1Errors.of(415));
    }
    boolean sound =
        SDK.matcher(text(request, "PostHog-Sdk-Info")).matches()
            && ATTEMPT.matcher(text(request, "PostHog-Attempt")).matches()
            && Uuids.parse(text(request, "PostHog-Request-Id")).isPresent()
            && EventTime.strict(text(request, "PostHog-Request-Timestamp")).isPresent();
    return sound ? Optional.empty() : Optional.of(V1Errors.of(400, "invalid_header_value"));
  }

  /** Reads headers that are known to be sound. */
  static V1Headers of(EmulatorRequest request) {
    String sdk = text(request, "PostHog-Sdk-Info");
    int slash = sdk.indexOf('/');
    return new V1Headers(
        bearer(request).orElseThrow(),
        sdk.substring(0, slash),
        sdk.substring(slash + 1),
        Integer.parseInt(text(request, "PostHog-Attempt")),
        EventTime.strict(text(request, "PostHog-Request-Timestamp")).orElseThrow());
  }

  static Optional<String> bearer(EmulatorRequest request) {
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip());
  }

  private static String text(EmulatorRequest request, String name) {
    return request.header(name).orElse("");
  }
}
